/** Flashing the ESP32 family, against a simulator of its loaders. Time is virtual: nothing waits. */
import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_BAUD } from '../../src/flash/esptool/index.ts';
import { rejected } from '../support/errors.ts';
import { Bench } from './esp-simulator/bench.ts';
import { appImage, firmware, planFor, randomBytes } from './esp-simulator/images.ts';
import type { Incident } from './esp-simulator/line.ts';
import { PROFILES, type Target } from './esp-simulator/profiles.ts';

const TARGETS = Object.keys(PROFILES) as Target[];

const plan = planFor('esp32c3', firmware('esp32c3', 40_000));
const never = (): number => 1;

describe.each(TARGETS)('flashing an %s', (target) => {
  const own = planFor(target, firmware(target, 40_000));

  it('writes every region, reads it back and starts the program', async () => {
    const bench = new Bench(target);
    expect(await bench.flash(own)).toMatchObject({
      chip: PROFILES[target].name,
      regions: 3,
      baud: DEFAULT_BAUD,
    });
    expect(bench.holds(own)).toBe(true);
    expect(bench.chip.state).toBe('program');
  });

  it('does without the stub', async () => {
    const bench = new Bench(target);
    await bench.flash({ ...own, stub: false });
    expect(bench.holds(own)).toBe(true);
    expect(bench.chip.state).toBe('program');
  });

  it.each([
    ['flash encryption', { encryption: true }],
    ['secure boot', { secureBoot: true }],
    ...(target === 'esp32' ? [] : [['secure download mode', { secureDownload: true }] as const]),
  ] as const)('refuses one with %s', async (lock, security) => {
    const bench = new Bench(target, { security });
    const error = await rejected('firmware', bench.flash(own));
    expect(error.message).toBe(`this ${PROFILES[target].name} is locked by ${lock}: nothing was written`);
    expect(bench.chip.flash.bytes.every((byte) => byte === 0xff)).toBe(true);
  });

  it('refuses firmware for another chip, and names both', async () => {
    const other = target === 'esp32' ? 'esp32s3' : 'esp32';
    const bench = new Bench(target);
    const error = await rejected('firmware', bench.flash(planFor(other, firmware(other, 2000))));
    expect(error.message).toBe(
      `the firmware is for ${PROFILES[other].name}, but the chip is ${PROFILES[target].name}`,
    );
    expect(bench.chip.flash.bytes.every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('what is written', () => {
  it('says how many bytes are done', async () => {
    const updates: number[] = [];
    const start = vi.fn();
    const large = planFor('esp32c3', firmware('esp32c3', 300_000));
    const { bytes } = await new Bench('esp32c3').flash(large, {
      progress: { start, update: (done) => updates.push(done), finish() {} },
    });
    expect(start.mock.calls).toEqual([['flashing', bytes]]);
    expect(updates).toEqual([...updates].sort((a, b) => a - b));
    expect(updates.length).toBeGreaterThan(3);
    expect(updates.at(-1)).toBe(bytes);
  });

  it('prints nothing', async () => {
    const spies = [
      vi.spyOn(console, 'log'),
      vi.spyOn(console, 'error'),
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
      vi.spyOn(process, 'emitWarning'),
    ];
    await new Bench('esp32').flash(planFor('esp32', firmware('esp32', 5000)));
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('is not written twice', async () => {
    const bench = new Bench('esp32c3');
    await bench.flash(plan);
    const write = vi.spyOn(bench.chip.flash, 'write');
    await bench.flash(plan);
    expect(write).not.toHaveBeenCalled();
  });

  it('carries the flash settings in the bootloader, with its hash made anew', async () => {
    const bench = new Bench('esp32c6', { flashBytes: 8 << 20 });
    const own = firmware('esp32c6', 2000);
    await bench.flash(planFor('esp32c6', own, { flash: { mode: 'qio', size: 'detect', frequency: '80m' } }));
    const written = bench.chip.flash.bytes.subarray(0, own[0]!.data.length);
    // Quad, 8 MB, and the C6's code for 80 MHz.
    expect([...written.subarray(0, 4)]).toEqual([0xe9, 1, 0, 0x30]);
    const checked = written.subarray(0, -32);
    expect(Buffer.from(written.subarray(-32))).toEqual(createHash('sha256').update(checked).digest());
    expect(bench.holds({ ...plan, regions: own.slice(1) })).toBe(true);
  });

  it.each([
    [
      'the regions',
      1 << 20,
      planFor('esp32', [{ offset: 0xf0000, data: appImage('esp32', 70_000), name: 'app.bin' }]),
      /^app\.bin ends at 1\.0 MB, but this board has 1 MB$/,
    ],
    [
      'the settings',
      2 << 20,
      planFor('esp32', firmware('esp32', 2000), { flash: { mode: 'dio', size: '4MB', frequency: '40m' } }),
      /^the project is built for 4 MB of flash, but this board has 2 MB$/,
    ],
  ])('is refused where the flash is too small for %s', async (_what, flashBytes, large, message) => {
    const bench = new Bench('esp32', { flashBytes });
    expect((await rejected('project', bench.flash(large))).message).toMatch(message);
    expect(bench.chip.flash.bytes.every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('the reset', () => {
  const usb = { vendor: 0x303a, product: 0x1001 };
  const bridge = { vendor: 0x10c4, product: 0xea60 };

  it.each([
    ['a USB bridge', false, bridge],
    ['a port of unknown kind', false, undefined],
    ["the chip's own USB", true, usb],
    ["the chip's own USB that nobody knows as such", true, undefined],
  ])('reaches the loader through %s', async (_what, isUsb, usbIds) => {
    const bench = new Bench('esp32c3', { usb: isUsb });
    await bench.flash(plan, { line: { usbIds } });
    expect(bench.holds(plan)).toBe(true);
    expect(bench.chip.state).toBe('program');
  });

  it('is asked for by hand where the line cannot do it', async () => {
    const bench = new Bench('esp32c3');
    const error = await rejected('link', bench.flash(plan, { line: { control: false } }));
    expect(error.message).toBe('no chip answers at this port');
    expect(error.hint).toMatch(/^This port cannot reset the chip\. Hold the BOOT button/);
  });

  it('says what the chip does instead', async () => {
    // A board without the two transistors at GPIO0: it restarts its program.
    const bench = new Bench('esp32c3', { usb: true });
    const error = await rejected('link', bench.flash(plan, { line: { usbIds: bridge } }));
    expect(error.message).toBe(
      'the chip starts its program instead of its loader (it says boot:0x13 (SPI_FAST_FLASH_BOOT))',
    );
    expect(error.hint).toContain('BOOT button');
  });

  it.each(
    (['esp32', 'esp32s2', 'esp32c3'] as const).flatMap((target) => [
      [target, 'a pseudo-terminal', { signals: false }] as const,
      [target, 'a socket', { control: false }] as const,
    ]),
  )('of an %s is not needed on %s when the loader runs already', async (target, _what, line) => {
    const bench = new Bench(target);
    bench.chip.reset('loader');
    const own = planFor(target, firmware(target, 5000));
    const { isStarted } = await bench.flash(own, { line });
    expect(bench.holds(own)).toBe(true);
    // A socket cannot reset the chip, but the C3's watchdog can.
    if ('control' in line) expect(isStarted).toBe(target === 'esp32c3');
    expect(bench.chip.state).toBe('control' in line && isStarted ? 'program' : 'loader');
    // The stub is still there, perhaps at another speed, and answers the next run.
    if (bench.chip.state === 'program') bench.chip.reset('loader');
    const next = planFor(target, firmware(target, 9000, 7));
    await bench.flash(next, { line });
    expect(bench.holds(next)).toBe(true);
  });

  it('is left out where the build says so', async () => {
    const bench = new Bench('esp32c3');
    bench.chip.reset('loader');
    await bench.flash({ ...plan, resetBefore: false, resetAfter: false });
    expect(bench.holds(plan)).toBe(true);
    expect(bench.chip.isStub).toBe(true);
    expect(bench.chip.programStarts).toBe(0);
  });
});

describe('what goes wrong', () => {
  it('goes slower on a line that is too fast', async () => {
    const bench = new Bench('esp32');
    const own = planFor('esp32', firmware('esp32', 20_000));
    const start = vi.fn();
    const progress = { start, update() {}, finish() {} };
    const { baud } = await bench.flash(own, {
      line: { faults: { random: never, topBaud: 300_000 } },
      progress,
    });
    expect(baud).toBe(115_200);
    expect(bench.holds(own)).toBe(true);
    expect(start.mock.calls.map(([label]) => label)).toEqual([
      'flashing',
      'flashing at 460800 bit/s, after a failure',
      'flashing at 115200 bit/s, after a failure',
    ]);
  });

  const incident = (what: Incident['what'], afterBytes: number) => ({
    line: { faults: { random: never, incidents: [{ what, afterBytes }] } },
  });

  it.each(['reset', 'restart in loader', 'noise'] as const)(
    'begins anew after a %s in the middle',
    async (what) => {
      const bench = new Bench('esp32c3');
      await bench.flash(plan, incident(what, 30_000));
      expect(bench.holds(plan)).toBe(true);
    },
  );

  it.each([
    ['hang', 'no chip answers at this port'],
    ['unplug', 'the port went away'],
  ] as const)('gives up at a %s, and the same command recovers', async (what, message) => {
    const bench = new Bench('esp32c3');
    const error = await rejected('link', bench.flash(plan, incident(what, 30_000)));
    expect(error.message).toBe(message);
    expect(bench.holds(plan)).toBe(false);
    // The power is cut.
    bench.chip.state = 'program';
    await bench.flash(plan);
    expect(bench.holds(plan)).toBe(true);
  });

  it('gives up on a chip that never answers', async () => {
    const bench = new Bench('esp32c3');
    bench.chip.state = 'hung';
    const error = await rejected('link', bench.flash(plan));
    expect(error.message).toBe('no chip answers at this port');
    expect(error.hint).toMatch(/^Is it the right port/);
    expect(bench.clock.now()).toBeLessThan(180_000);
  });

  it('never says done when the flash does not hold what was written', async () => {
    const bench = new Bench('esp32c3');
    bench.chip.flash.worn.add(plan.regions[2]!.data.findIndex((byte) => (byte & 1) === 0) + 0x10000);
    const error = await rejected('link', bench.flash(plan));
    expect(error.message).toMatch(
      /^flashing failed 4 times, at last because the flash does not hold what was written: app\.bin at 0x10000 differs$/,
    );
  });

  it('finds a flash chip that is not there', async () => {
    const bench = new Bench('esp32c3');
    vi.spyOn(bench.chip.flash, 'id', 'get').mockReturnValue(0xffffff);
    const error = await rejected('link', bench.flash(plan));
    expect(error.message).toBe('the processor does not see its flash chip');
  });

  it('can be interrupted at any moment, and goes on from there', async () => {
    const large = planFor('esp32s3', [{ offset: 0x10000, data: randomBytes(400_000), name: 'app.bin' }]);
    const clean = new Bench('esp32s3');
    await clean.flash(large, { line: { throttled: true } });
    const whole = clean.clock.now();
    for (const share of [0, 0.05, 0.3, 0.9]) {
      const bench = new Bench('esp32s3');
      const abort = new AbortController();
      bench.clock.alarm(share * whole, () => abort.abort());
      const error = await rejected(
        'interrupted',
        bench.flash(large, { signal: abort.signal, line: { throttled: true } }),
      );
      expect(error.hint).toContain('Run the same command again');
      expect(bench.holds(large)).toBe(false);
      expect(bench.chip.pins).toEqual({ dtr: false, rts: false });
      const began = bench.clock.now();
      await bench.flash(large, { line: { throttled: true } });
      expect(bench.holds(large)).toBe(true);
      if (share === 0.9) expect(bench.clock.now() - began).toBeLessThan(0.75 * whole);
    }
  });

  it('takes at least 80 % of the line for the firmware', async () => {
    const bench = new Bench('esp32s3', { slowFlash: true });
    const data = randomBytes(1 << 20);
    await bench.flash(planFor('esp32s3', [{ offset: 0x10000, data, name: 'app.bin' }]), {
      line: { throttled: true },
    });
    const lineRate = DEFAULT_BAUD / 10 / 1000;
    expect(data.length / bench.clock.now() / lineRate).toBeGreaterThan(0.8);
  });
});
