/** LOGISTIC: 1 / (1 + exp(−x)). */
import { type NoAttrs, sameShape, unaryCall, versionByType } from './support/elementwise.ts';
import type { KernelField } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { sigmoidFields, sigmoidFieldsS8 } from './support/sigmoid-scaling.ts';

function int8Fields(node: OpNode<NoAttrs>): KernelField[] {
  const zeroPoint = node.zeroPoint(node.output());
  if (zeroPoint !== -128) throw node.error(`has an output of zero point ${zeroPoint}; its kernel gives −128`);
  return sigmoidFieldsS8(node);
}

export default defineOp<NoAttrs>({
  type: 'LOGISTIC',
  summary: '1 / (1 + exp(−x))',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.sigmoid(x!)],
  algebra: { elementwise: true },
  quantization: {
    input: () => ({ as: 'activation' }),
    output: { as: 'fixed', quant: { scale: [1 / 256], zeroPoint: [-128], axis: 0 } },
  },
  tflite: { code: 14, options: null, version: versionByType },
  tflmResolver: 'AddLogistic',
  macs: () => 0,
  kernels(node) {
    const kernel = kernelForTypes(node, [node.input(0)], {
      'int8 -> int8': 'logistic_s8',
      'int16 -> int16': 'logistic_s16',
    });
    const fields = node.input(0).dtype === 'int8' ? int8Fields(node) : sigmoidFields(node, [0]);
    return [unaryCall(node, kernel, fields)];
  },
});
