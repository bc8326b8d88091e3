/** SUM: the sum over some dimensions. */
import { quantizeMultiplier } from './support/fixed-point.ts';
import { defineOp } from './support/op-def.ts';
import {
  REDUCE_OPTIONS,
  type ReduceAttrs,
  reduceBuffers,
  reducedAxes,
  reducedShape,
} from './support/reduce.ts';
import { reduceSumCall } from './support/reduce-sum.ts';

export default defineOp<ReduceAttrs>({
  type: 'SUM',
  summary: 'the sum over some dimensions',
  types: ['int8', 'int16'],
  shapes: reducedShape,
  float: (tf, node, [x]) => [tf.sum(x!, reducedAxes(node), node.attrs.keepDims)],
  quantization: {
    input: (i) => ({ as: i === 0 ? 'activation' : 'plain' }),
    output: { as: 'activation' },
  },
  tflite: {
    code: 74,
    options: REDUCE_OPTIONS,
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddSum',
  tflmBuffers: (node) => reduceBuffers(node, true),
  macs: () => 0,
  kernels: (node) => [
    reduceSumCall(node, quantizeMultiplier(node.scale(node.input(0)) / node.scale(node.output()))),
  ],
});
