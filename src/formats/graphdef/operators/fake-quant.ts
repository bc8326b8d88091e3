/** FakeQuant: ranges that training learned, as pairs of QUANTIZE and DEQUANTIZE, or as constants of integers. */
import { elementCount } from '../../../graph/graph.ts';
import {
  type Constant,
  type ConstantQuant,
  constantOf,
  realValues,
} from '../../support/constants/constant.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { computed, type Value } from '../values.ts';

/** Unsigned bytes become signed ones by this. */
const SHIFT = 128;

/** The integers of a range, which is moved so that 0 is one of them: TensorFlow's own rule. */
function nudged(node: NodeImport, min: number, max: number, least: number): { scale: number; zero: number } {
  const most = 2 * SHIFT - 1;
  const scale = Math.fround(Math.fround(max - min) / (most - least));
  if (!(scale > 0 && Number.isFinite(scale) && min <= 0 && max >= 0)) {
    throw node.error(
      `has the range from ${min} to ${max}`,
      'A range begins at 0 or below, and ends at 0 or above.',
    );
  }
  const from = Math.fround(least - Math.fround(min / scale));
  return { scale, zero: Math.max(least, Math.min(most, Math.round(from))) };
}

/** A constant as the integers that it is rounded to. */
function integers(constant: Constant, quant: ConstantQuant, least: number): Constant {
  const real = realValues(constant).data;
  const { scale, zeroPoint, axis } = quant;
  const inner = elementCount(constant.shape.slice(axis + 1));
  const data = Int8Array.from(real, (value, i) => {
    const c = scale.length === 1 ? 0 : Math.floor(i / inner) % scale.length;
    const steps = Math.floor(Math.fround(value / scale[c]!) + 0.5) + zeroPoint[c]!;
    return Math.max(least - SHIFT, Math.min(SHIFT - 1, steps));
  });
  return constantOf('int8', constant.shape, data, quant);
}

/** What is rounded to the integers of these ranges, one or one for each slice of the last dimension. */
function rounded(node: NodeImport, mins: ArrayLike<number>, maxs: ArrayLike<number>): Value {
  const bits = node.int('num_bits', 8);
  if (bits !== 8) {
    throw node.error(`quantizes to ${bits} bits, which no kernel computes with`, 'Train with 8 bits.');
  }
  const least = node.flag('narrow_range') ? 1 : 0;
  const ranges = Array.from(mins, (min, c) => nudged(node, min, maxs[c]!, least));
  const value = node.value(0);
  const scale = ranges.map((range) => range.scale);
  const zeroPoint = ranges.map(({ zero }) => zero - SHIFT);
  if (value.kind === 'constant') {
    return integers(value, { scale, zeroPoint, axis: Math.max(0, value.shape.length - 1) }, least);
  }
  if (ranges.length > 1) throw node.error('quantizes what the network computes channel by channel');
  const quantized = node.op(
    'QUANTIZE',
    [node.tensor(0)],
    {},
    { dtype: 'int8', quant: { scale, zeroPoint, axis: 0 } },
  );
  return computed(node.op('DEQUANTIZE', [quantized], {}, { dtype: 'float32' }));
}

const byArguments: Convert = (node) => rounded(node, [node.float('min', -6)], [node.float('max', 6)]);

const byVariables: Convert = (node) =>
  rounded(node, [node.scalar(1, 'a minimum')], [node.scalar(2, 'a maximum')]);

const perChannel: Convert = (node) => {
  const channels = node.shape(0).at(-1) ?? 1;
  return rounded(node, node.vector(1, channels, 'minima'), node.vector(2, channels, 'maxima'));
};

export const fakeQuants: Operators = {
  FakeQuantWithMinMaxArgs: byArguments,
  FakeQuantWithMinMaxVars: byVariables,
  FakeQuantWithMinMaxVarsPerChannel: perChannel,
};
