/** RELU: max(x, 0). */
import { activationRange } from './support/activation.ts';
import {
  checkInt16ZeroPoints,
  type NoAttrs,
  sameShape,
  unaryCall,
  versionByType,
} from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';

export default defineOp<NoAttrs>({
  type: 'RELU',
  summary: 'max(x, 0)',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.relu(x!)],
  algebra: { elementwise: true, clamp: () => ({ input: 0, min: 0, max: Infinity }) },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: {
    code: 19,
    options: null,
    version: (node) => (node.input(0).dtype === 'uint8' ? 2 : versionByType(node)),
  },
  tflmResolver: 'AddRelu',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], {
      'int8 -> int8': 'relu_s8',
      'int16 -> int16': 'relu_s16',
    });
    checkInt16ZeroPoints(node);
    // TFLM divides in float32 here, where other operators divide in float64.
    const scale = quantizeMultiplier(
      Math.fround(Math.fround(node.scale(input)) / Math.fround(node.scale(output))),
    );
    return [
      unaryCall(node, kernel, [
        int32Field('input_zero_point', node.zeroPoint(input)),
        int32Field('output_zero_point', node.zeroPoint(output)),
        int32Field('output_multiplier', scale.multiplier),
        int32Field('output_shift', scale.shift),
        int32Field('output_min', activationRange('RELU', output, node)[0]),
      ]),
    ];
  },
});
