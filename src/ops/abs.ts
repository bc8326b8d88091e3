/** ABS: |x|. */
import { checkInt16ZeroPoints, type NoAttrs, sameShape, unaryCall } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field, type KernelField } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** TFLM takes int16 that is not quantized, too: numbers that stand for themselves. */
function isPlain(node: OpNode<NoAttrs>): boolean {
  return node.input(0).dtype === 'int16' && node.input(0).quant === undefined;
}

function version(node: OpNode<NoAttrs>): number {
  const { dtype } = node.input(0);
  if (dtype === 'int16') return isPlain(node) ? 4 : 3;
  return dtype === 'int8' || dtype === 'uint8' ? 2 : 1;
}

function scalingFields(node: OpNode<NoAttrs>): KernelField[] {
  const [input, output] = [node.input(0), node.output()];
  checkInt16ZeroPoints(node);
  // TFLM divides in float32 here, where other operators divide in float64.
  const scale = quantizeMultiplier(
    Math.fround(Math.fround(node.scale(input)) / Math.fround(node.scale(output))),
  );
  return [
    int32Field('input_zero_point', node.zeroPoint(input)),
    int32Field('output_zero_point', node.zeroPoint(output)),
    int32Field('output_multiplier', scale.multiplier),
    int32Field('output_shift', scale.shift),
  ];
}

export default defineOp<NoAttrs>({
  type: 'ABS',
  summary: '|x|',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.abs(x!)],
  algebra: { elementwise: true },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: { code: 101, options: { union: 78, fields: {} }, version },
  tflmResolver: 'AddAbs',
  macs: () => 0,
  kernels(node) {
    const plain = isPlain(node);
    const kernel = kernelForTypes(node, [node.input(0)], {
      'int8 -> int8': 'abs_s8',
      'int16 -> int16': plain ? 'abs_plain_s16' : 'abs_s16',
    });
    return [unaryCall(node, kernel, plain ? [] : scalingFields(node))];
  },
});
