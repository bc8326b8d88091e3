/** The tool's side and the firmware's side of the protocol, both real; the firmware is a host program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Device, DeviceOptions } from '../../src/link/device.ts';
import { encodeFrame } from '../../src/link/frame.ts';
import { connectDevice, openDevice, openTransport } from '../../src/link/index.ts';
import type { LinkManifest } from '../../src/link/link-manifest.ts';
import type { Transport } from '../../src/link/transport.ts';
import { rejected } from '../support/errors.ts';
import {
  FAKE_SIZE,
  FAKE_TAIL,
  type FakeFirmware,
  fakeManifest,
  flashFake,
  hasCompiler,
} from '../support/fake-firmware.ts';
import { faultyTransport } from '../support/faulty-transport.ts';

const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
const built = new Map<string, string>();

/** A project's folder with this firmware in its flash; each is compiled once. */
function project(firmware: FakeFirmware = {}): string {
  const key = JSON.stringify(firmware);
  let dir = built.get(key);
  if (dir === undefined) {
    dir = join(root, `${built.size}`);
    flashFake(dir, firmware);
    built.set(key, dir);
  }
  return dir;
}

/** A HELLO of nobody's: its reply is a stale one. */
const hello = encodeFrame({ version: 1, type: 1, sequence: 0, payload: new Uint8Array(0) });

/** The inputs of sample `k`, and what the network makes of them in its `runs`th run. */
function sample(k: number, size = FAKE_SIZE): Uint8Array[] {
  return [
    Uint8Array.from({ length: size }, (_, i) => (i * 7 + k * 13) & 255),
    Uint8Array.from({ length: FAKE_TAIL }, (_, i) => (k + i) & 255),
  ];
}
function expected(k: number, runs: number, size = FAKE_SIZE): Uint8Array[] {
  const [x, extra] = sample(k, size);
  const count = [0, 8, 16, 24].map((shift) => (runs >> shift) & 255);
  return [x!.map((byte) => -byte & 255), Uint8Array.from([...count, ...extra!])];
}

describe.skipIf(!hasCompiler)(`a board${hasCompiler ? '' : ' (skipped: no C compiler)'}`, () => {
  let manifest: LinkManifest;
  const devices: Device[] = [];

  beforeAll(async () => {
    manifest = await fakeManifest();
  });
  afterEach(async () => {
    await Promise.all(devices.splice(0).map((device) => device.close()));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function open(dir: string, options: DeviceOptions = {}): Promise<Device> {
    const device = await openDevice(dir, manifest, options);
    devices.push(device);
    return device;
  }

  async function openThrough(
    dir: string,
    through: (line: Transport) => Transport,
    options: DeviceOptions = {},
  ): Promise<Device> {
    const device = await connectDevice(through(await openTransport(dir, manifest)), manifest, options);
    devices.push(device);
    return device;
  }

  it('says what it is', async () => {
    const device = await open(project());
    expect(device.info).toEqual({
      modelHash: manifest.model.sha256.slice(0, 32),
      modelName: 'negate',
      runtime: 'c',
      tickHz: 100_000_000,
      ramBytes: FAKE_SIZE + 4 + FAKE_TAIL,
      initStatus: 0,
      payloadLimit: 128,
      opCount: 3,
      inputCount: 2,
      outputCount: 2,
      inputs: [
        { bytes: 300, dtype: 9 },
        { bytes: 5, dtype: 3 },
      ],
      outputs: [
        { bytes: 300, dtype: 9 },
        { bytes: 9, dtype: 3 },
      ],
    });
  });

  it.each([64, 128, 150, 1024, 65535])('runs samples with payloads of up to %i bytes', async (payload) => {
    const device = await open(project({ payload }));
    for (let k = 0; k < 20; k++) {
      const { ticks, outputs } = await device.infer(sample(k));
      expect(outputs.map((bytes) => [...bytes])).toEqual(expected(k, k + 1).map((bytes) => [...bytes]));
      expect(ticks).toBeGreaterThan(0);
    }
    if (payload >= 1024) expect(device.statistics.requests).toBe(20 + 2);
  });

  it.each([100, 111, 112, 115, 116, 117, 118, 119, 120, 121, 240, 244])(
    'takes inputs of %i bytes at the edges of the chunks',
    async (size) => {
      manifest = await fakeManifest(size);
      try {
        const device = await open(project({ macros: { SIZE: size } }));
        for (let k = 0; k < 2; k++)
          expect((await device.infer(sample(k, size))).outputs).toEqual(expected(k, k + 1, size));
        expect((await device.profile(sample(0, size))).opTicks).toHaveLength(3);
      } finally {
        manifest = await fakeManifest();
      }
    },
  );

  it('measures every operator, also when they need several frames', async () => {
    const device = await open(project({ opCount: 100 }));
    const { ticks, opTicks } = await device.profile(sample(1));
    expect(opTicks).toEqual(Array.from({ length: 100 }, (_, i) => 1000 + i));
    expect(ticks).toBeGreaterThan(0);
    // A profile is one run, however many frames its figures took.
    expect((await device.infer(sample(2))).outputs).toEqual(expected(2, 2));
  });

  it('measures its stack', async () => {
    const device = await open(project());
    await device.infer(sample(0));
    const stack = await device.stack();
    expect(stack?.sizeBytes).toBe(256 * 1024);
    // The fake network's ram_bytes() puts 20,000 bytes on the stack.
    expect(stack?.usedBytes).toBeGreaterThan(20_000);
    expect(stack?.usedBytes).toBeLessThan(24_000);
  });

  it('forgets everything on a reset', async () => {
    const device = await open(project());
    await device.infer(sample(0));
    await device.reset();
    // The host cannot restart: the count goes on, but the run's number is free again.
    expect((await device.infer(sample(1))).outputs).toEqual(expected(1, 2));
  });

  it('passes its text on', async () => {
    const lines: string[] = [];
    const device = await open(project({ macros: { BOOT_LOG: 1, CHATTY: 1 } }), {
      onText: (line) => lines.push(line),
    });
    await device.infer(sample(0));
    await device.infer(sample(1));
    expect(lines).toEqual(['I (29) boot: ESP-IDF v5.1', 'ready', 'inferring', 'inferring']);
    expect(device.statistics.damaged).toBe(0);
  });

  it.each([
    { rate: 0.01, seed: 1, samples: 300 },
    { rate: 0.1, seed: 2, samples: 40 },
  ])('counts every sample once on a line with $rate faults', async ({ rate, seed, samples }) => {
    let line: ReturnType<typeof faultyTransport> | undefined;
    const device = await openThrough(project(), (inner) => {
      line = faultyTransport(inner, { rate, seed });
      return line;
    });
    for (let k = 0; k < samples; k++) {
      // The network counts its runs: one that ran twice, or not at all, would be seen here.
      expect((await device.infer(sample(k))).outputs).toEqual(expected(k, k + 1));
    }
    const { opTicks } = await device.profile(sample(samples));
    expect(opTicks).toEqual([1000, 1001, 1002]);
    const { dropped, damaged, doubled } = line!.counts;
    expect(Math.min(dropped, damaged, doubled)).toBeGreaterThan(0);
    expect(device.statistics.repeats).toBeGreaterThan(0);
  });

  it('leaves the tool its time while it runs, and its replies are seen after a long computation', async () => {
    const device = await open(project({ payload: 1024 }));
    // So that the tool knows how fast the board is, and would repeat itself soon.
    for (let k = 0; k < 20; k++) await device.infer(sample(k));
    let calls = 0;
    const { outputs } = await device.infer(sample(20), () => {
      calls++;
      for (const start = performance.now(); performance.now() - start < 300; );
    });
    expect(outputs).toEqual(expected(20, 21));
    expect(calls).toBe(1);
    expect(device.statistics.repeats).toBe(0);
  });

  it('survives what the tool does wrong meanwhile', async () => {
    const device = await open(project());
    const wrong = device.infer(sample(0), () => {
      throw new RangeError('ours');
    });
    await expect(wrong).rejects.toThrow('ours');
  });

  it('does not run again when an impatient tool repeats itself', async () => {
    // 1.5 s an inference; the first repetition comes after 1 s.
    const device = await open(project({ payload: 1024, macros: { SLOW_TICKS: 150_000_000 } }));
    expect((await device.infer(sample(0))).outputs).toEqual(expected(0, 1));
    expect((await device.infer(sample(1))).outputs).toEqual(expected(1, 2));
    expect(device.statistics.repeats).toBe(1);
    expect(device.statistics.stale).toBe(1);
  });

  it('gets the sample again after it restarted by itself', async () => {
    const dir = project();
    // Three frames a sample: the board restarts between the second and the third.
    let writes = 0;
    let listener: Parameters<Transport['listen']>[0] | undefined;
    let inner = await openTransport(dir, manifest);
    const restarting: Transport = {
      name: inner.name,
      listen(given) {
        listener = given;
        inner.listen(given);
      },
      async write(bytes) {
        if (++writes === 5) {
          await inner.close();
          inner = await openTransport(dir, manifest);
          inner.listen(listener!);
        }
        await inner.write(bytes);
      },
      close: () => inner.close(),
    };
    const device = await openThrough(dir, () => restarting);
    expect((await device.infer(sample(0))).outputs).toEqual(expected(0, 1));
    expect(writes).toBeGreaterThan(5);
  });

  it('is given up when it restarts again and again', async () => {
    const dir = project();
    const device = await openThrough(dir, (inner) => ({
      ...inner,
      // A HELLO after each WRITE: what was written is answered, but forgotten, as after a restart.
      async write(bytes) {
        await inner.write(bytes);
        if (bytes[3] === 3) await inner.write(hello);
      },
    }));
    const error = await rejected('link', device.infer(sample(0)));
    expect(error.message).toContain('restarts again and again');
  });

  it('is refused when it carries another model', async () => {
    const error = await rejected('firmware', open(project({ macros: { HASH_BYTE: 0x77 } })));
    expect(error.message).toContain('another version of negate');
    expect(error.where).toContain('7701020304');
    expect(error.hint).toContain('tflq-micro flash');

    manifest = { ...manifest, name: 'kws', model: { ...manifest.model, sha256: 'f'.repeat(64) } };
    try {
      const other = await rejected('firmware', open(project()));
      expect(other.message).toBe('the board carries "negate", not this project\'s kws');
    } finally {
      manifest = await fakeManifest();
    }
  });

  it('is refused when its tensors are not those of the project', async () => {
    const error = await rejected('firmware', open(project({ macros: { SIZE: 301 } })));
    expect(error.message).toContain('301, 5 and 301, 9 bytes');
  });

  it.each([
    [0, 'nowhere'],
    [1, 'on the line'],
    [2, 'on standard error'],
  ])('is refused when its init failed (%i: it says why %s)', async (COMPLAINS) => {
    const error = await rejected('firmware', open(project({ macros: { INIT_STATUS: -3, COMPLAINS } })));
    expect(error.message).toContain('returned -3');
    const complaint = 'The last that it said: an arena of 64 bytes is too small';
    if (COMPLAINS === 0) expect(error.hint).not.toContain('said');
    else expect(error.hint).toContain(complaint);
  });

  it('says so when its network fails', async () => {
    const device = await open(project({ macros: { FAIL_AT: 1 } }));
    await device.infer(sample(0));
    const error = await rejected('firmware', device.infer(sample(1)));
    expect(error.message).toContain('invoke returned -7');
    // Nothing else is wrong with it.
    expect((await device.infer(sample(2))).outputs).toEqual(expected(2, 3));
  });

  it('is reported when it stays silent from the beginning', async () => {
    const lines: string[] = [];
    const error = await rejected(
      'link',
      open(project({ macros: { HANG_AT_INIT: 1 } }), { timeoutMs: 700, onText: (line) => lines.push(line) }),
    );
    expect(error.message).toContain('does not answer');
    expect(error.hint).toContain('stuck in init');
    expect(lines).toEqual(['stuck in init']);
  });

  it('is reported when it goes silent in the middle', async () => {
    const device = await open(project({ macros: { HANG_AT: 1 } }), { timeoutMs: 1200 });
    await device.infer(sample(0));
    const error = await rejected('link', device.infer(sample(1)));
    expect(error.message).toContain('went silent');
    expect(error.hint).toContain('going to sleep');
  });

  it('is reported when it dies, with its last words', async () => {
    const device = await open(project({ macros: { DIE_AT: 1 } }));
    await device.infer(sample(0));
    const error = await rejected('link', device.infer(sample(1)));
    expect(error.message).toBe('the firmware ended with exit code 3');
    expect(error.hint).toContain('the core faulted: pc=0x1234');
    // And every request from then on.
    await rejected('link', device.infer(sample(2)));
  });

  it('can be interrupted at any time', async () => {
    const controller = new AbortController();
    const device = await open(project({ macros: { HANG_AT: 0 } }), { signal: controller.signal });
    const running = device.infer(sample(0));
    setTimeout(() => controller.abort(), 50);
    await rejected('interrupted', running);
    await device.close();
    await rejected('interrupted', open(project(), { signal: AbortSignal.abort() }));
  });
});
