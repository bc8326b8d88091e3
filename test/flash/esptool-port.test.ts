/** `flash` for an ESP32 as a whole: a project, a port, the program in a process of its own. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { realClock } from '../../src/flash/esptool/clock.ts';
import type { Region } from '../../src/flash/esptool/plan.ts';
import { flashProject } from '../../src/flash/index.ts';
import { manifestFor } from '../build/support/port-project.ts';
import { expectError, tflq } from '../e2e/support/cli.ts';
import { rejected } from '../support/errors.ts';
import { hasPty, openPty, type PtyPort } from '../support/pty-port.ts';
import { SimulatedChip } from './esp-simulator/chip.ts';
import { firmware } from './esp-simulator/images.ts';

const TSX = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url));
const PROGRAM = fileURLToPath(new URL('esp-simulator/program.ts', import.meta.url));

const board = await findBoard('esp32c3');
const manifest = manifestFor(board);
const regions = firmware('esp32c3', 20_000);
const bytes = regions.reduce((sum, { data }) => sum + data.length, 0);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tflq it's an esp "));
  mkdirSync(join(dir, 'build'));
  writeFileSync(join(dir, 'tflq.json'), JSON.stringify(manifest));
  for (const { name, data } of regions) writeFileSync(join(dir, 'build', name), data);
  const flash_files = Object.fromEntries(
    regions.map(({ offset, name }) => [`0x${offset.toString(16)}`, name]),
  );
  const extra_esptool_args = { after: 'hard_reset', before: 'default_reset', stub: true, chip: 'esp32c3' };
  writeFileSync(join(dir, 'build', 'flasher_args.json'), JSON.stringify({ flash_files, extra_esptool_args }));
  writeFileSync(join(dir, 'build', 'check.elf'), 'an ELF file');
});
afterEach(() => rmSync(dir, { recursive: true }));

function holds(flash: Uint8Array, of: readonly Region[] = regions): boolean {
  return of.every(({ offset, data }) =>
    Buffer.from(data).equals(flash.subarray(offset, offset + data.length)),
  );
}

describe('a socket', () => {
  let chip: SimulatedChip;
  let server: Server;
  let port: string;

  beforeEach(async () => {
    chip = new SimulatedChip({ target: 'esp32c3', clock: realClock });
    chip.reset('loader');
    server = createServer((socket) => {
      chip.output = (data) => socket.write(data);
      socket.on('data', (data) => chip.receive(data)).on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterEach(() => server.close());

  it('is flashed through, and the chip started by its watchdog', async () => {
    const { target, method } = await flashProject(dir, manifest, { port });
    expect(method).toBe('esptool');
    expect(target).toBe(`the ESP32-C3 at ${port} (3 regions, ${bytes} bytes, each verified)`);
    expect(holds(chip.flash.bytes)).toBe(true);
    expect(chip.state).toBe('program');
  });

  it('is given up when the other side closes it', async () => {
    chip.output = () => {};
    server.removeAllListeners('connection');
    server.on('connection', (socket) => socket.once('data', () => socket.destroy()).on('error', () => {}));
    const error = await rejected('link', flashProject(dir, manifest, { port }));
    expect(error.message).toBe('the other side closed the connection');
  });
});

describe.skipIf(!hasPty)(
  `a serial port${hasPty ? '' : ' (skipped: no python3 to make pseudo-terminals)'}`,
  () => {
    let pty: PtyPort;
    let saved: string;
    beforeEach(async () => {
      saved = join(dir, 'flash.bin');
      pty = await openPty(TSX, [PROGRAM, 'esp32c3', saved]);
      // The simulator says hello by making the file.
      while (!existsSync(saved)) await new Promise((resolve) => setTimeout(resolve, 20));
    });
    afterEach(() => pty.unplug());

    it('is flashed through by the program, which prints what it did and nothing else', async () => {
      const { code, stdout, stderr } = await tflq(['flash', dir, '--port', pty.path, '--baud', '460800']);
      expect(stderr).toBe('');
      expect(stdout).toContain(`the ESP32-C3 at ${pty.path} (3 regions, ${bytes} bytes, each verified)`);
      expect(stdout.trimEnd().split('\n').length).toBeLessThan(4);
      expect(code).toBe(0);
      expect(holds(readFileSync(saved))).toBe(true);
    });

    it('is refused for another chip, in one clear message', async () => {
      const args = { flash_files: { '0x10000': 'app.bin' }, extra_esptool_args: { chip: 'esp32s3' } };
      writeFileSync(join(dir, 'build', 'app.bin'), firmware('esp32s3', 2000)[2]!.data);
      writeFileSync(join(dir, 'build', 'flasher_args.json'), JSON.stringify(args));
      const outcome = await tflq(['flash', dir, '--port', pty.path]);
      expectError(outcome, 'firmware', 'the firmware is for ESP32-S3, but the chip is ESP32-C3', pty.path);
      expect(outcome.stdout).toBe('');
    });
  },
);
