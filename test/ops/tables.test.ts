import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { roundAwayFromZero } from '../../src/graph/round.ts';

/** The numbers of a table in a kernel's header. */
function table(file: string, name: string): number[] {
  const text = readFileSync(new URL(`../../templates/kernels/${file}`, import.meta.url), 'utf8');
  const body = new RegExp(`${name}\\[\\d+\\] = \\{([^}]*)\\}`).exec(text)?.[1];
  return Array.from(body?.match(/\d+/g) ?? [], Number);
}

const f32 = Math.fround;

/** 513 points of a function from `first` to `last` in Q0.15, computed in float32 as TFLite fills its tables. */
function interpolated(first: number, last: number, compute: (x: number) => number): number[] {
  const units = f32(65536 / f32(f32(f32(2 / 65535) * 32767) - f32(f32(2 / 65535) * -32768)));
  const step = f32(f32(last - first) / 512);
  const at = (i: number) => f32(first + f32(i * step));
  const value = (x: number) => f32(f32(compute(x)) * units);
  const clamp = (x: number) => Math.max(-32768, Math.min(32767, x));
  const points = Array.from({ length: 512 }, (_point, i) => {
    const here = roundAwayFromZero(value(at(i)));
    const between = roundAwayFromZero(f32(f32(value(at(i + 1)) + here) / 2));
    const missed = between - roundAwayFromZero(value(f32(at(i) + f32(step / 2))));
    return clamp(here - roundAwayFromZero(missed / 2));
  });
  return [...points, clamp(roundAwayFromZero(value(last)))];
}

describe('tables of the kernels', () => {
  it('logistic', () => {
    const exact = (i: number) => 65536 / (1 + Math.exp(-i / 24));
    const missed = (i: number) => exact(i + 0.5) - (exact(i) + exact(i + 1)) / 2;
    const expected = Array.from({ length: 255 }, (_entry, i) => Math.round(exact(i) + missed(i) / 2));
    expect(table('tflq_sigmoid_s16.h', 'tflq_sigmoid_table')).toEqual([...expected, 65535]);
  });

  it('exponential', () => {
    const step = f32(10 / 65535);
    const expected = interpolated(f32(step * -65535), f32(step * 0), Math.exp);
    expect(table('tflq_softmax_tables.h', 'tflq_softmax_exp_table')).toEqual(expected);
  });

  it('reciprocal', () => {
    const expected = interpolated(0, f32(f32(1 / 65535) * 65535), (x) => 1 / f32(1 + x));
    expect(table('tflq_softmax_tables.h', 'tflq_softmax_reciprocal_table')).toEqual(expected);
  });
});
