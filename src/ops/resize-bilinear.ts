/** RESIZE_BILINEAR: an image of another size, each pixel between four of the input. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { int32Field, reads, tableField, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { type ResizeAttrs, resizedShape, resizeOptions, resizing } from './support/resize.ts';

/** One, in the fixed point numbers of the kernel: TFLQ_RESIZE_BILINEAR_S8_ONE. */
const ONE = 1024;

/**
 * For each of `output` places its two neighbours in `input` and how far it is from the first to the second: TFLite's
 * ComputeInterpolationValuesInteger. Rounding can put a place behind the last element, where TFLM reads what follows;
 * here it is the last element.
 */
function neighbours(
  { alignCorners, halfPixelCenters }: ResizeAttrs,
  input: number,
  output: number,
  stride: number,
): number[] {
  const corners = alignCorners && output > 1;
  const [from, to] = corners ? [input - 1, output - 1] : [input, output];
  const scale = Math.trunc((ONE * from + Math.trunc(to / 2)) / to);
  return Array.from({ length: output }, (_, place) => {
    const at = place * scale + (halfPixelCenters ? Math.trunc(scale / 2) - ONE / 2 : 0);
    const lower = Math.max(0, Math.trunc(at / ONE));
    const upper = Math.min(input - 1, Math.trunc((at + ONE - 1) / ONE));
    return [Math.min(input - 1, lower) * stride, upper * stride, at - lower * ONE];
  }).flat();
}

function check(node: OpNode<ResizeAttrs>): void {
  if (node.attrs.alignCorners && node.attrs.halfPixelCenters) {
    throw node.error('has both align_corners and half_pixel_centers, which exclude each other');
  }
}

export default defineOp<ResizeAttrs>({
  type: 'RESIZE_BILINEAR',
  summary: 'an image of another size, each pixel between four',
  types: ['int8'],
  shapes(node) {
    check(node);
    return [resizedShape(node)];
  },
  float(tf, node, [x]) {
    const [, height, width] = resizedShape(node);
    const { alignCorners, halfPixelCenters } = node.attrs;
    return [tf.image.resizeBilinear(x as tfjs.Tensor4D, [height, width], alignCorners, halfPixelCenters)];
  },
  quantization: movedRule(),
  tflite: {
    code: 23,
    options: resizeOptions(15, 2),
    version: (node) => (node.attrs.halfPixelCenters ? 3 : node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddResizeBilinear',
  macs: () => 0,
  kernels(node) {
    check(node);
    const kernel = kernelForTypes(node, [node.input(0)], { 'int8 -> int8': 'resize_bilinear_s8' });
    const { batch, depth, height, width } = resizing(node);
    const line = width.input * depth;
    return [
      {
        kernel,
        fields: [
          int32Field('batches', batch),
          int32Field('input_batch', height.input * line),
          int32Field('output_height', height.output),
          int32Field('output_width', width.output),
          int32Field('depth', depth),
          tableField('rows', neighbours(node.attrs, height.input, height.output, line)),
          tableField('columns', neighbours(node.attrs, width.input, width.output, depth)),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
