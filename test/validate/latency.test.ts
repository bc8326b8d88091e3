import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { parseLatency } from '../../src/validate/index.ts';
import { timerOf } from '../../src/validate/timer.ts';
import { thrown } from '../support/errors.ts';

const QEMU = 'instructions (QEMU)';

describe('a latency that a user writes', () => {
  it.each([
    ['1200000', 1_200_000],
    ['1200k', 1_200_000],
    ['1.5M', 1_500_000],
    ['2 G', 2e9],
    [' .5k ', 500],
  ])('is a number of instructions: %j', (text, value) => {
    expect(parseLatency(text, QEMU)).toEqual({ value, unit: QEMU });
  });

  it.each([
    ['800us', 800],
    ['800 µs', 800],
    ['12.5ms', 12_500],
    ['1s', 1_000_000],
  ])('is a time: %j', (text, value) => {
    expect(parseLatency(text, 'us')).toEqual({ value, unit: 'us' });
  });

  it.each(['10ms', '800us', '1s', 'fast', '', '-5', '0', '1e6', '1,000', '5K', '5 m', '0x10', 'Infinity'])(
    'is refused where the board counts instructions: %j',
    (text) => {
      const error = thrown('usage', () => parseLatency(text, QEMU));
      expect(error.message).toBe(`${JSON.stringify(text)} is no latency in instructions (QEMU)`);
      expect(error.where).toBe('--max-latency');
      expect(error.hint).toContain('1200k');
    },
  );

  it.each(['1200000', '12', '5M', '5k', '5 min', '0ms', 'constructor'])(
    'is refused where the board measures time: %j',
    (text) => {
      const error = thrown('usage', () => parseLatency(text, 'us'));
      expect(error.hint).toContain('12.5ms');
    },
  );
});

describe('a board’s timer', () => {
  it('is described by its file where it counts instructions', async () => {
    const board = await findBoard('mps2-an386');
    expect(timerOf(board, 25_000_000)).toEqual({ unit: QEMU, ticksPerUnit: 1.6 });
  });

  it('is what the firmware says where it measures time', async () => {
    const board = await findBoard('host');
    expect(timerOf(board, 100_000_000)).toEqual({ unit: 'us', ticksPerUnit: 100 });
    expect(timerOf(board, 80_000_000)).toEqual({ unit: 'us', ticksPerUnit: 80 });
    expect(timerOf(board, 0)).toEqual({ unit: 'us', ticksPerUnit: 100 });
  });
});
