/** RSQRT: 1 / √x. */
import {
  checkInt16ZeroPoints,
  type NoAttrs,
  sameShape,
  unaryCall,
  versionByType,
} from './support/elementwise.ts';
import { type FixedPoint, quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';

/** Bits by which the kernel raises the root: TFLQ_RSQRT_HEADROOM. */
const HEADROOM = 20;

/** From the raised root to the output's steps; the product of the scales is float32 in TFLM. */
function toOutput(inputScale: number, outputScale: number): FixedPoint {
  const { multiplier, shift } = quantizeMultiplier(
    1 / Math.fround(Math.fround(Math.sqrt(inputScale)) * outputScale),
  );
  // Every bit of a raised root would be shifted out.
  if (shift - HEADROOM < -31) return { multiplier: 0, shift: 0 };
  return { multiplier, shift: shift - HEADROOM };
}

export default defineOp<NoAttrs>({
  type: 'RSQRT',
  summary: '1 / √x',
  types: ['int8', 'int16'],
  shapes: sameShape,
  float: (tf, _node, [x]) => [tf.rsqrt(x!)],
  algebra: { elementwise: true },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: { code: 76, options: null, version: versionByType },
  tflmResolver: 'AddRsqrt',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], {
      'int8 -> int8': 'rsqrt_s8',
      'int16 -> int16': 'rsqrt_s16',
    });
    checkInt16ZeroPoints(node);
    const scale = toOutput(node.scale(input), node.scale(output));
    return [
      unaryCall(node, kernel, [
        int32Field('input_zero_point', node.zeroPoint(input)),
        int32Field('output_zero_point', node.zeroPoint(output)),
        int32Field('output_multiplier', scale.multiplier),
        int32Field('output_shift', scale.shift),
      ]),
    ];
  },
});
