/** `flash` for an STM32 as a whole: a project, a port, a chip in real time. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silent } from '../../src/common/progress.ts';
import { flashProject } from '../../src/flash/index.ts';
import { manifestFor } from '../build/support/port-project.ts';
import { rejected } from '../support/errors.ts';
import { hasPty, openPty } from '../support/pty-port.ts';
import { SimulatedStm32 } from './stm32-simulator/chip.ts';
import { connectChip } from './stm32-simulator/real-time.ts';
import { elfFile } from './support/elf-file.ts';
import { CHIPS, ORIGIN, stm32Board, twoPieces } from './support/stm32.ts';

const TSX = fileURLToPath(new URL('../../node_modules/.bin/tsx', import.meta.url));
const PROGRAM = fileURLToPath(new URL('stm32-simulator/program.ts', import.meta.url));

const manifest = manifestFor(stm32Board('STM32F446RE', CHIPS.f446));
const image = twoPieces(6000);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tflq-stm32-'));
  await mkdir(join(dir, 'build'));
  const segments = image.map(({ address, data }) => ({ physical: address, data }));
  await writeFile(join(dir, 'build', 'firmware.elf'), elfFile(segments));
});
afterEach(() => rm(dir, { recursive: true }));

function expectImage(flash: Uint8Array): void {
  for (const { address, data } of image) {
    const found = flash.subarray(address - ORIGIN, address - ORIGIN + data.length);
    expect(Buffer.compare(found, data)).toBe(0);
  }
}

describe('a socket', () => {
  let chip: SimulatedStm32;
  let server: Server;
  let port: string;
  let sockets: Socket[];

  beforeEach(async () => {
    chip = new SimulatedStm32(CHIPS.f446);
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      const receive = connectChip(chip, (bytes) => socket.write(bytes));
      socket.on('data', receive).on('error', () => {});
    });
    const path = join(dir, 'port');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    port = `unix:${path}`;
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('is flashed through', async () => {
    const { target, method } = await flashProject(dir, manifest, { port });
    expect(method).toBe('stm32-uart');
    expect(target).toBe(`STM32F446 at ${port}, verified and started`);
    expectImage(chip.flash);
  });

  it('can be interrupted, and the same command flashes', async () => {
    const control = new AbortController();
    let labels = 0;
    const progress = {
      ...silent,
      start: () => void labels++,
      update: () => labels > 2 && control.abort(),
    };
    const error = await rejected(
      'interrupted',
      flashProject(dir, manifest, { port, progress, signal: control.signal }),
    );
    expect(error.hint).toContain('same command');
    await flashProject(dir, manifest, { port });
    expectImage(chip.flash);
  });

  it('is given up when the other side closes it', async () => {
    setTimeout(() => sockets[0]?.destroy(), 100);
    chip.boot();
    const error = await rejected('link', flashProject(dir, manifest, { port }));
    expect(error.message).toBe('the other side closed the connection');
  });

  it('refuses an image that is not for the flash before it says a word', async () => {
    const elf = elfFile([{ physical: 0x20000000, data: new Uint8Array(8) }]);
    await writeFile(join(dir, 'build', 'firmware.elf'), elf);
    await rejected('build', flashProject(dir, manifest, { port }));
    expect(sockets).toEqual([]);
  });
});

describe.skipIf(!hasPty)(`a serial port${hasPty ? '' : ' (no pseudo-terminals here)'}`, () => {
  it('is flashed through, with even parity', async () => {
    const flash = join(dir, 'flash.bin');
    const port = await openPty(TSX, [PROGRAM, flash]);
    try {
      const { target } = await flashProject(dir, manifest, { port: port.path });
      expect(target).toBe(`STM32F446 at ${port.path}, verified and started`);
      expectImage(await readFile(flash));
    } finally {
      await port.unplug();
    }
  });
});
