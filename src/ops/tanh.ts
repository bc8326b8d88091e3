/** TANH: the hyperbolic tangent. */
import { inputSize, type NoAttrs, sameShape, versionByType } from './support/elementwise.ts';
import { expScaling } from './support/exp-scaling.ts';
import { int32Field, type KernelField, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { sigmoidFields } from './support/sigmoid-scaling.ts';

/** Integer bits of the number that the int8 kernel takes the tangent of. */
const INTEGER_BITS = 4;

function int8Fields(node: OpNode<NoAttrs>): KernelField[] {
  const input = node.input(0);
  const { multiplier, shift, radius } = expScaling(node.scale(input), INTEGER_BITS);
  return [
    int32Field('size', inputSize(node)),
    int32Field('input_zero_point', node.zeroPoint(input)),
    int32Field('input_radius', radius),
    int32Field('input_multiplier', multiplier),
    int32Field('input_shift', shift),
  ];
}

export default defineOp<NoAttrs>({
  type: 'TANH',
  summary: 'the hyperbolic tangent',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.tanh(x!)],
  algebra: { elementwise: true },
  quantization: {
    input: () => ({ as: 'activation' }),
    output: { as: 'fixed', quant: { scale: [1 / 128], zeroPoint: [0], axis: 0 } },
  },
  tflite: { code: 28, options: null, version: versionByType },
  tflmResolver: 'AddTanh',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0)], {
      'int8 -> int8': 'tanh_s8',
      'int16 -> int16': 'tanh_s16',
    });
    const fields = node.input(0).dtype === 'int8' ? int8Fields(node) : sigmoidFields(node, [0, 1]);
    return [{ kernel, fields, args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))] }];
  },
});
