/** REDUCE_ALL: whether all elements along some dimensions are true. */
import { reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import {
  REDUCE_OPTIONS,
  type ReduceAttrs,
  reduceBuffers,
  reducedAxes,
  reducedShape,
  reduceFields,
} from './support/reduce.ts';

export default defineOp<ReduceAttrs>({
  type: 'REDUCE_ALL',
  summary: 'whether all elements along some dimensions are true',
  types: ['bool'],
  shapes: reducedShape,
  float: (tf, node, [x]) => [tf.all(tf.cast(x!, 'bool'), reducedAxes(node), node.attrs.keepDims)],
  quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
  tflite: { code: 140, options: REDUCE_OPTIONS, version: () => 1 },
  tflmResolver: 'AddReduceAll',
  tflmBuffers: (node) => reduceBuffers(node, false),
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0)], { 'bool -> bool': 'reduce_all' });
    const args = [reads(node.inputIndex(0)), writes(node.outputIndex(0))];
    return [{ kernel, fields: reduceFields(node), args }];
  },
});
