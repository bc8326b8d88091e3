/** ADD: the sum of two tensors, with broadcasting. */
import { ACTIVATIONS, type Activation, activationRange, applyActivation } from './support/activation.ts';
import { broadcastFields, broadcastShape } from './support/broadcast.ts';
import { versionByType } from './support/elementwise.ts';
import { type FixedPoint, quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of ADD. */
interface AddAttrs {
  readonly activation: Activation;
  /** Says of int16 tensors that their scales are powers of two. */
  readonly potScaleInt16: boolean;
}

/** Bits by which the kernel raises its inputs: TFLQ_ADD_S8_HEADROOM. */
const HEADROOM = 20;

/** A multiplier below 1, as the kernel needs it. */
function belowOne(real: number, node: OpNode<AddAttrs>): FixedPoint {
  const multiplier = quantizeMultiplier(real);
  if (real >= 1 || multiplier.shift > 0) {
    throw node.error(
      'has an output scale more than 2^19 times finer than its inputs, which its integer kernel cannot reach',
      'Calibrate the model again: the range observed for the output is far too small.',
    );
  }
  return multiplier;
}

export default defineOp<AddAttrs>({
  type: 'ADD',
  summary: 'the sum of two tensors, with broadcasting',
  shapes: (node) => [broadcastShape(node)],
  float: (tf, node, [a, b]) => [applyActivation(tf, tf.add(a!, b!), node.attrs.activation, node)],
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: {
    code: 0,
    options: {
      union: 11,
      fields: {
        activation: { slot: 0, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        potScaleInt16: { slot: 1, type: 'bool', default: true },
      },
    },
    version: versionByType,
  },
  tflmResolver: 'AddAdd',
  tflmInt8: 'Register_ADD_INT8',
  macs: () => 0,
  kernels(node) {
    const [a, b, output] = [node.input(0), node.input(1), node.output()];
    const kernel = kernelForTypes(node, [a, b], { 'int8, int8 -> int8': 'add_s8' });
    const common = 2 * Math.max(node.scale(a), node.scale(b));
    const scale1 = belowOne(node.scale(a) / common, node);
    const scale2 = belowOne(node.scale(b) / common, node);
    const scaleOut = belowOne(common / (2 ** HEADROOM * node.scale(output)), node);
    const [min, max] = activationRange(node.attrs.activation, output, node);
    return [
      {
        kernel,
        fields: [
          ...broadcastFields(node),
          int32Field('input1_zero_point', node.zeroPoint(a)),
          int32Field('input1_multiplier', scale1.multiplier),
          int32Field('input1_shift', scale1.shift),
          int32Field('input2_zero_point', node.zeroPoint(b)),
          int32Field('input2_multiplier', scale2.multiplier),
          int32Field('input2_shift', scale2.shift),
          int32Field('output_zero_point', node.zeroPoint(output)),
          int32Field('output_multiplier', scaleOut.multiplier),
          int32Field('output_shift', scaleOut.shift),
          int32Field('output_min', min),
          int32Field('output_max', max),
        ],
        args: [reads(node.inputIndex(0)), reads(node.inputIndex(1)), writes(node.outputIndex(0))],
      },
    ];
  },
});
