/**
 * The clocks of the STM32 families: their code runs on this machine with plain memory at the registers' addresses, and
 * what it left there is read as the reference manuals read it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourcePath } from '../../src/common/resources.ts';

const FIXTURE = fileURLToPath(new URL('fixtures/stm32-clocks.c', import.meta.url));

/** Bits `low` to `high` of a word. */
const field = (word: number, high: number, low: number): number =>
  (word >>> low) & (2 ** (high - low + 1) - 1);

/** What a family's registers say. */
interface Settings {
  readonly coreHz: number;
  /** Frequency of the PLL's oscillator, and of what it compares with. */
  readonly vcoHz: number;
  readonly referenceHz: number;
  readonly busHz: readonly number[];
  readonly waitStates: number;
}

interface Family {
  readonly clockHz: number;
  /** Registers whose flags are up, as they are when the chip has done what was asked. */
  readonly flags: Readonly<Record<string, number>>;
  /** Further registers that it uses. */
  readonly read: readonly string[];
  /** What the values of `flags`, then of `read`, mean. */
  readonly decode: (words: Readonly<Record<string, number>>) => Settings;
  readonly vco: readonly [number, number];
  readonly reference: readonly [number, number];
  readonly maxBusHz: number;
  readonly waitStates: number;
  /** The core's clock where no flag ever comes. */
  readonly slowHz: number;
  readonly chipInit?: boolean;
}

const F4 = (clockHz: number): Family => ({
  clockHz,
  flags: { 40023800: 1 << 25, 40023808: 2 << 2, 40007004: 3 << 16 },
  read: ['40023804', '40023c00', '40023840', '40007000'],
  vco: [100e6, 432e6],
  reference: [1e6, 2e6],
  maxBusHz: 45e6,
  waitStates: 5,
  slowHz: 16e6,
  decode: (words) => {
    const pll = words['40023804']!;
    const referenceHz = 16e6 / field(pll, 5, 0);
    const vcoHz = referenceHz * field(pll, 14, 6);
    expect(field(pll, 22, 22)).toBe(0); // HSI
    expect(field(pll, 31, 28)).toBeGreaterThanOrEqual(2);
    const coreHz = vcoHz / (2 * (field(pll, 17, 16) + 1));
    const config = words['40023808']!;
    expect(field(config, 1, 0)).toBe(2);
    const divisor = (code: number) => (code < 4 ? 1 : 2 ** (code - 3));
    expect(field(words['40007000']!, 17, 16)).toBe(coreHz > 168e6 ? 3 : 0); // over-drive
    return {
      ...{ coreHz, vcoHz, referenceHz },
      busHz: [field(config, 12, 10), field(config, 15, 13)].map((code) => coreHz / divisor(code)),
      waitStates: field(words['40023c00']!, 3, 0),
    };
  },
});

const L4 = (clockHz: number): Family => ({
  clockHz,
  flags: { 40021000: (1 << 10) | (1 << 25), 40021008: 3 << 2 },
  read: ['4002100c', '40021058', '40022000', '40007004', '40007080'],
  vco: [64e6, 344e6],
  reference: [2.66e6, 16e6],
  maxBusHz: 120e6,
  waitStates: clockHz > 80e6 ? 5 : 4,
  slowHz: 4e6,
  decode: (words) => {
    const pll = words['4002100c']!;
    expect(field(pll, 1, 0)).toBe(2); // HSI
    const referenceHz = 16e6 / (field(pll, 7, 4) + 1);
    const vcoHz = referenceHz * field(pll, 14, 8);
    expect(field(pll, 24, 24)).toBe(1);
    const coreHz = vcoHz / (2 * (field(pll, 26, 25) + 1));
    const config = words['40021008']!;
    expect(field(config, 13, 4)).toBe(0); // all buses at the core's clock in the end
    expect(field(words['40007080']!, 8, 8)).toBe(0);
    return { coreHz, vcoHz, referenceHz, busHz: [coreHz], waitStates: field(words['40022000']!, 3, 0) };
  },
});

const H7: Family = {
  clockHz: 400e6,
  flags: {
    '58024400': 1 << 25,
    '58024410': 3 << 3,
    '58024804': 1 << 13,
    '58024818': (1 << 13) | (1 << 14),
    '5c001000': 0x10036450, // revision Y
  },
  read: [
    ...['58024418', '5802441c', '58024420', '58024428', '5802442c', '58024430', '5802480c'],
    ...['52002000', '51008108'],
  ],
  vco: [192e6, 836e6],
  reference: [8e6, 16e6],
  maxBusHz: 100e6,
  waitStates: 2,
  slowHz: 64e6,
  chipInit: true,
  decode: (words) => {
    expect(field(words['58024428']!, 1, 0)).toBe(0); // HSI
    const referenceHz = 64e6 / field(words['58024428']!, 9, 4);
    expect(field(words['5802442c']!, 3, 0)).toBe(0b1100);
    expect(field(words['5802442c']!, 16, 16)).toBe(1);
    const vcoHz = referenceHz * (field(words['58024430']!, 8, 0) + 1);
    const coreHz = vcoHz / (field(words['58024430']!, 15, 9) + 1);
    expect(field(words['58024418']!, 11, 8)).toBe(0);
    expect(field(words['58024418']!, 3, 0)).toBe(8); // AHB is half of it
    const halves = [
      field(words['58024418']!, 6, 4),
      field(words['5802441c']!, 6, 4),
      field(words['5802441c']!, 10, 8),
      field(words['58024420']!, 6, 4),
    ];
    expect(field(words['58024818']!, 15, 14)).toBe(3); // voltage scale 1
    expect(field(words['5802480c']!, 2, 0)).toBe(2); // from the LDO
    expect(field(words['52002000']!, 5, 4)).toBe(2);
    expect(words['51008108']).toBe(1);
    return {
      ...{ coreHz, vcoHz, referenceHz },
      busHz: halves.map((code) => coreHz / 2 / (code < 4 ? 1 : 2 ** (code - 3))),
      waitStates: field(words['52002000']!, 3, 0),
    };
  },
};

const U5: Family = {
  clockHz: 160e6,
  flags: { '46020c00': (1 << 10) | (1 << 25), '46020c1c': 3 << 2, '4602080c': (1 << 14) | (1 << 15) },
  read: ['46020c28', '46020c34', '46020c94', '40022000', '40030400', '46020810'],
  vco: [128e6, 544e6],
  reference: [8e6, 16e6],
  maxBusHz: 160e6,
  waitStates: 4,
  slowHz: 4e6,
  decode: (words) => {
    const pll = words['46020c28']!;
    expect(field(pll, 1, 0)).toBe(2); // HSI
    expect(field(pll, 3, 2)).toBe(3);
    expect(field(pll, 18, 18)).toBe(1);
    // The booster's clock lies between 4 and 16 MHz.
    expect(16e6 / 2 ** field(pll, 15, 12)).toBe(8e6);
    const referenceHz = 16e6 / (field(pll, 11, 8) + 1);
    const vcoHz = referenceHz * (field(words['46020c34']!, 8, 0) + 1);
    const coreHz = vcoHz / (field(words['46020c34']!, 30, 24) + 1);
    expect(field(words['4602080c']!, 18, 16)).toBe(7); // range 1, with the booster
    expect(field(words['46020c94']!, 2, 2)).toBe(1);
    expect(field(words['40030400']!, 0, 0)).toBe(1);
    return { coreHz, vcoHz, referenceHz, busHz: [coreHz], waitStates: field(words['40022000']!, 3, 0) };
  },
};

const FAMILIES: [name: string, folder: string, family: Family][] = [
  ['STM32F405, 168 MHz', 'stm32f4', F4(168e6)],
  ['STM32F446, 180 MHz', 'stm32f4', F4(180e6)],
  ['STM32L475, 80 MHz', 'stm32l4', L4(80e6)],
  ['STM32L4R5, 120 MHz', 'stm32l4', L4(120e6)],
  ['STM32H743, 400 MHz', 'stm32h7', H7],
  ['STM32U575, 160 MHz', 'stm32u5', U5],
];

const runs = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

describe.skipIf(!runs)(`the clocks of${runs ? '' : ' (skipped: needs Linux and cc)'}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tflq-clocks-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe.each(FAMILIES)('%s', (_name, chip, family) => {
    let program: string;
    beforeAll(() => {
      const board = `#define TFLQ_BOARD_CLOCK_HZ ${family.clockHz}u\n#define TFLQ_BOARD_TX_PORT 6u\n#define TFLQ_BOARD_RX_PORT 6u\n`;
      writeFileSync(join(folder, 'tflq_board.h'), board);
      program = join(folder, `${chip}-${family.clockHz}`);
      const startup = (name: string): string => resourcePath('templates', 'startup', name);
      const includes = ['bare-metal', 'stm32', 'cortex-m7', chip].flatMap((name) => ['-I', startup(name)]);
      const init = family.chipInit === true ? ['-DCHIP_INIT'] : [];
      execFileSync('cc', [
        ...['-std=c99', '-O1', '-w', ...init, '-I', folder, ...includes, '-o', program],
        ...[FIXTURE, join(startup(chip), 'clocks.c')],
      ]);
    });

    /** Runs it; the clocks that it told, and the registers afterwards. */
    function run(flags: Readonly<Record<string, number>>): {
      clocks: number[];
      words: Record<string, number>;
    } {
      const names = [...Object.keys(family.flags), ...family.read];
      const set = Object.entries(flags).map(([name, value]) => `${name}=${value.toString(16)}`);
      const [core, usart, ...values] = execFileSync(program, [...set, ...names], { encoding: 'utf8' }).split(
        ' ',
      );
      const words = names.map((name, i) => [name, Number.parseInt(values[i]!, 16)]);
      return { clocks: [Number(core), Number(usart)], words: Object.fromEntries(words) };
    }

    it('are what its registers make them', () => {
      const { clocks, words } = run(family.flags);
      const { coreHz, vcoHz, referenceHz, busHz, waitStates } = family.decode(words);
      expect(coreHz).toBe(family.clockHz);
      expect(clocks).toEqual([coreHz, busHz[0]]);
      expect(new Set(busHz).size).toBe(1);
      expect(Math.max(...busHz)).toBeLessThanOrEqual(family.maxBusHz);
      expect(vcoHz).toBeGreaterThanOrEqual(family.vco[0]);
      expect(vcoHz).toBeLessThanOrEqual(family.vco[1]);
      expect(referenceHz).toBeGreaterThanOrEqual(family.reference[0]);
      expect(referenceHz).toBeLessThanOrEqual(family.reference[1]);
      expect(waitStates).toBe(family.waitStates);
    });

    it('stay as they are where the PLL does not start', () => {
      expect(run({}).clocks).toEqual([family.slowHz, family.slowHz]);
    });
  });
});
