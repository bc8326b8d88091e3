/** Real constants to integers, with the roundings of TensorFlow's converter. */
import type { QuantParams } from '../graph/graph.ts';
import { roundAwayFromZero } from '../graph/round.ts';
import { WEIGHT_MAX } from './parameters.ts';

const INT32_MAX = 2 ** 31 - 1;

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

/** How many neighbouring elements share a channel: those along the dimensions after the axis. */
function sliceSize(shape: readonly number[], { scale, axis }: QuantParams): number {
  if (scale.length === 1) return 1;
  return shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
}

/** Calls `visit` for each element with the number of its scale. */
function forEachElement(
  values: Float32Array,
  shape: readonly number[],
  quant: QuantParams,
  visit: (i: number, channel: number) => void,
): void {
  const slice = sliceSize(shape, quant);
  const channels = quant.scale.length;
  for (let i = 0; i < values.length; i++) {
    visit(i, channels === 1 ? 0 : Math.floor(i / slice) % channels);
  }
}

/** The reciprocal by which the converter multiplies, in float32, instead of dividing. */
function reciprocals(quant: QuantParams): number[] {
  return quant.scale.map((scale) => Math.fround(1 / scale));
}

/**
 * Symmetric weights.
 *
 * @param int16 the largest magnitude of int16 weights; without it they are int8 within ±127
 */
export function quantizeWeights(
  values: Float32Array,
  shape: readonly number[],
  quant: QuantParams,
  int16?: number,
): Int8Array | Int16Array {
  const result = int16 === undefined ? new Int8Array(values.length) : new Int16Array(values.length);
  const most = int16 ?? WEIGHT_MAX;
  const inverse = reciprocals(quant);
  forEachElement(values, shape, quant, (i, channel) => {
    const steps = roundAwayFromZero(Math.fround(values[i]! * inverse[channel]!));
    result[i] = clamp(steps, -most, most);
  });
  return result;
}

/** int32 with zero point 0, one scale or one per element. */
export function quantizeBias(values: Float32Array, quant: QuantParams): Int32Array {
  const result = new Int32Array(values.length);
  const inverse = reciprocals(quant);
  forEachElement(values, [values.length], quant, (i, channel) => {
    const steps = roundAwayFromZero(Math.fround(values[i]! * inverse[channel]!));
    result[i] = clamp(steps, -INT32_MAX, INT32_MAX);
  });
  return result;
}

/** Asymmetric int8 with one scale, divided in float64: a constant that is used as an activation. */
export function quantizeActivation(values: Float32Array, quant: QuantParams): Int8Array {
  const [scale, zero] = [quant.scale[0]!, quant.zeroPoint[0]!];
  return Int8Array.from(values, (value) => clamp(roundAwayFromZero(value / scale + zero), -128, 127));
}
