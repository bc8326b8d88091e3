/** ports, monitor, doctor, and validate on ports that were found or shared, as a user runs them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT } from '../../src/common/errors.ts';
import { resourcePath } from '../../src/common/resources.ts';
import type { ValidationReport } from '../../src/validate/index.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { type FakePort, fakeUdev, hasUdev } from '../support/fake-udev.ts';
import { hasPty, openPty } from '../support/pty-port.ts';
import { tcpBoard } from '../support/tcp-board.ts';
import { digits, expectError, type Outcome, scratchFolder, tflq, tflqJson } from './support/cli.ts';

/** The environment of a machine with these ports. */
function plugIn(...ports: FakePort[]): { env: NodeJS.ProcessEnv } {
  const { path, remove } = fakeUdev(ports);
  onTestFinished(remove);
  return { env: { PATH: path } };
}

async function pty(program: string, ...args: string[]): Promise<string> {
  const port = await openPty(program, args);
  onTestFinished(() => port.unplug());
  return port.path;
}

const nothing = (): { env: NodeJS.ProcessEnv } => ({ env: { PATH: scratchFolder() } });

describe('ports', () => {
  it.skipIf(!hasUdev)(`lists them, with their boards${hasUdev ? '' : ' (skipped: not Linux)'}`, async () => {
    const machine = plugIn({ path: '/dev/ttyACM7', usb: '303a:1001', manufacturer: 'Espressif' });
    const [port] = await tflqJson<{ path: string; boards: string[] }[]>(['ports'], machine);
    expect(port).toMatchObject({ path: '/dev/ttyACM7', vendorId: '303a', productId: '1001' });
    expect(port!.boards).toContain('esp32c3');
    expect(port!.boards).not.toContain('microbit');
    const { stdout } = await tflq(['ports'], machine);
    expect(stdout).toMatch(/\/dev\/ttyACM7 +303a:1001 +Espressif +esp32c3, /);
    expect((await tflq(['ports'], plugIn())).stdout).toContain('No USB serial port was found');
  });

  it('does so without udevadm', async () => {
    expect(await tflq(['ports'], nothing())).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('doctor', () => {
  it('says what a board lacks, and how to get it', async () => {
    const { code, stdout, stderr } = await tflq(['doctor', '--board', 'mps2-an386'], nothing());
    expect(stderr).toBe('');
    expect(stdout).toMatch(/✗ +arm-none-eabi-gcc/);
    expect(stdout).toContain('sudo apt-get install --no-install-recommends gcc-arm-none-eabi');
    expect(stdout).toContain('qemu-system-arm');
    expect(code).toBe(EXIT.tool);
    const json = await tflq(['doctor', '--board', 'mps2-an386', '--json'], nothing());
    expect(json.code).toBe(EXIT.tool);
    const make = { name: 'make', isThere: false, isNeeded: true, detail: 'not in PATH' };
    expect(JSON.parse(json.stdout)).toMatchObject({ board: 'mps2-an386', isWell: false });
    expect((JSON.parse(json.stdout) as { findings: object[] }).findings).toContainEqual(
      expect.objectContaining(make),
    );
  });

  it('needs one flashing tool, and tells of the others', async () => {
    const PATH = scratchFolder();
    writeFileSync(join(PATH, 'st-flash'), '', { mode: 0o755 });
    const { stdout, code } = await tflq(['doctor', '--board', 'nucleo-f446re'], { env: { PATH } });
    expect(stdout).toMatch(/✗ +openocd +flashes nucleo-f446re/);
    expect(stdout).toMatch(/✓ +st-flash +can also flash nucleo-f446re/);
    expect(stdout).toMatch(/✗ +probe-rs +can also flash nucleo-f446re/);
    expect(code).toBe(EXIT.tool);
  });

  it('is content where only boards lack something', async () => {
    const { code, stdout } = await tflq(['doctor'], nothing());
    expect(stdout).toMatch(/✓ +Node\.js/);
    expect(stdout).toMatch(/✗ +make/);
    expect(code).toBe(0);
  });

  it.skipIf(!hasCompiler)(
    `is content with the host${hasCompiler ? '' : ' (skipped: no C compiler)'}`,
    async () => {
      expect(await tflqJson(['doctor', '--board', 'host'])).toMatchObject({ board: 'host', isWell: true });
    },
  );

  it('knows no board that is none', async () => {
    const outcome = await tflq(['doctor', '--board', 'microbits']);
    expectError(outcome, 'board', "'microbits'", 'Did you mean microbit');
    expectError(await tflq(['doctor', '--framework', 'make']), 'usage', '--board');
  });
});

describe('monitor', () => {
  /** Runs until the output holds a text, then presses Ctrl-C. */
  function until(text: string, args: string[], options: { env?: NodeJS.ProcessEnv } = {}): Promise<Outcome> {
    return tflq(args, {
      cwd: scratchFolder(),
      ...options,
      started(child) {
        let seen = '';
        child.stdout!.on('data', (chunk: Buffer) => {
          seen += chunk.toString();
          if (seen.includes(text)) child.kill('SIGINT');
        });
      },
    });
  }

  it.skipIf(!hasPty)(`shows text until Ctrl-C${hasPty ? '' : ' (skipped: no python3)'}`, async () => {
    const script = 'while :; do printf "\\033[1mtick %s\\033[0m\\r\\n" 1; sleep 0.1; done';
    const port = await pty('sh', '-c', script);
    const { code, stdout, stderr } = await until('tick 1', ['monitor', '--port', port, '--timestamps']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ +\d+\.\d{3} {2}tick 1$/m);
    expect(code).toBe(0);
    const json = await until('tick 1', ['monitor', '--port', port, '--json', '--baud', '57600']);
    expect(JSON.parse(json.stdout.split('\n', 1)[0]!)).toEqual({ ms: expect.any(Number), text: 'tick 1' });
    expect(json.code).toBe(0);
  });

  const canChoose = hasPty && hasUdev;
  it.skipIf(!canChoose)(
    `finds the port of a board${canChoose ? '' : ' (skipped: no python3, or not Linux)'}`,
    async () => {
      const path = await pty('sh', '-c', 'while :; do echo hello; sleep 0.1; done');
      const machine = plugIn({ path, usb: '303a:1001' });
      const { code, stderr } = await until('hello', ['monitor', '--board', 'esp32c3'], machine);
      expect(stderr).toBe(`port: ${path} (303a:1001)\n`);
      expect(code).toBe(0);
      const none = await tflq(['monitor', '--board', 'esp32c3'], plugIn());
      expectError(none, 'link', 'no serial port at which esp32c3', '--port');
    },
  );

  it('says what is wrong', async () => {
    const cwd = scratchFolder();
    expectError(await tflq(['monitor', '--port', '/dev/ttyNOTHING'], { cwd }), 'link', 'no such port');
    expectError(await tflq(['monitor'], { cwd }), 'project', 'no project');
    expectError(await tflq(['monitor', '--board', 'nix'], { cwd }), 'board', "'nix'");
  });
});

const canRun = hasCompiler && hasPty && hasUdev;
describe.skipIf(!canRun)(
  `validate on serial ports${canRun ? '' : ' (skipped: no C compiler, no python3, or not Linux)'}`,
  () => {
    it('that were found, or are shared', async () => {
      const cwd = scratchFolder();
      mkdirSync(join(cwd, 'boards'));
      // The host as a board on a serial port: its firmware runs behind a pseudo-terminal.
      const yaml = readFileSync(resourcePath('boards', 'host.yaml'), 'utf8')
        .replace('id: host', "id: bench\nusb: [{ vid: '1209', pid: '0001' }]")
        .replace('transport: process', 'transport: serial');
      writeFileSync(join(cwd, 'bench.yaml'), yaml);
      const data = ['--data', digits('digits_x.npy'), '--labels', digits('digits_y.npy'), '--limit', '50'];
      const gen = ['gen', digits('digits_float32.tflite'), '--data', digits('digits_representative.npy')];
      await tflqJson([...gen, '--board', './bench.yaml', '-o', 'out'], { cwd });
      await tflqJson(['build', 'out'], { cwd });
      await tflqJson(['flash', 'out'], { cwd });

      const path = await pty(join(cwd, 'out/build/flashed.elf'));
      const machine = plugIn({ path, usb: '1209:0001' }, { path: '/dev/ttyS0' });
      const found = await tflq(['validate', 'out', ...data], { cwd, ...machine });
      expect(found.stderr).toBe(`port: ${path} (1209:0001)\n`);
      expect(found.stdout).toContain('agreement 100 %');
      expect(found.code).toBe(0);

      const several = plugIn({ path, usb: '1209:0001' }, { path: '/dev/ttyACM9', usb: '1209:0001' });
      const outcome = await tflq(['validate', 'out', ...data], { cwd, ...several });
      expectError(outcome, 'link', 'there are 2 serial ports', path, '/dev/ttyACM9');

      const boards = [await tcpBoard(join(cwd, 'out')), await tcpBoard(join(cwd, 'out'))];
      onTestFinished(async () => {
        for (const board of boards) await board.close();
      });
      const ports = boards.flatMap(({ port }) => ['--port', port]);
      const shared = await tflqJson<ValidationReport>(['validate', ...ports, ...data, 'out'], { cwd });
      expect(shared).toMatchObject({ samples: 50, agreement: 1, passed: true });
      expect(shared.ports!.map(({ port }) => port)).toEqual(boards.map(({ port }) => port));
      expect(shared.ports!.reduce((sum, { samples }) => sum + samples, 0)).toBe(50);
    });
  },
);
