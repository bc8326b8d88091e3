/** MEAN: the mean over some dimensions. */
import { versionByType } from './support/elementwise.ts';
import { type FixedPoint, quantizeMultiplier } from './support/fixed-point.ts';
import { defineOp } from './support/op-def.ts';
import {
  REDUCE_OPTIONS,
  type ReduceAttrs,
  reduceBuffers,
  reducedAxes,
  reducedCount,
  reducedShape,
} from './support/reduce.ts';
import { reduceSumCall } from './support/reduce-sum.ts';

/**
 * A multiplier divided by the number of elements of one mean, as TFLite's QuantizedMeanOrSum divides it: raised by
 * as many bits as the number has below its highest one first, and truncated.
 */
function dividedBy({ multiplier, shift }: FixedPoint, count: number): FixedPoint {
  const bits = Math.min(31 - Math.clz32(count), 31 + shift);
  return {
    multiplier: Number((BigInt(multiplier) << BigInt(bits)) / BigInt(count)),
    shift: shift - bits,
  };
}

export default defineOp<ReduceAttrs>({
  type: 'MEAN',
  summary: 'the mean over some dimensions',
  types: ['int8', 'int16'],
  shapes: reducedShape,
  float: (tf, node, [x]) => [tf.mean(x!, reducedAxes(node), node.attrs.keepDims)],
  quantization: {
    input: (i) => ({ as: i === 0 ? 'activation' : 'plain' }),
    output: { as: 'activation' },
  },
  tflite: { code: 40, options: REDUCE_OPTIONS, version: versionByType },
  tflmResolver: 'AddMean',
  tflmBuffers: (node) => reduceBuffers(node, true),
  macs: () => 0,
  kernels(node) {
    const scale = quantizeMultiplier(node.scale(node.input(0)) / node.scale(node.output()));
    return [reduceSumCall(node, dividedBy(scale, reducedCount(node)))];
  },
});
