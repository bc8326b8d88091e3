/** RESIZE_NEAREST_NEIGHBOR: an image of another size, each pixel the nearest one of the input. */
import type { DType } from '../graph/dtype.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { type ResizeAttrs, resizedShape, resizeOptions, resizing } from './support/resize.ts';
import { type Rows, readValues, rowsCall } from './support/rows.ts';

const TYPES: readonly DType[] = ['int8', 'int16', 'float32'];

/** Rounds halves away from zero; for numbers ≥ 0. */
function round(value: number): number {
  return Math.floor(value + 0.5);
}

/** For each of `output` places, the nearest one of `input`: TFLite's GetNearestNeighbor, in float32 as there. */
function nearest({ alignCorners, halfPixelCenters }: ResizeAttrs, input: number, output: number): number[] {
  const corners = alignCorners && output > 1;
  const scale = Math.fround(corners ? (input - 1) / (output - 1) : input / output);
  return Array.from({ length: output }, (_, place) => {
    const at = Math.fround(Math.fround(place + (halfPixelCenters ? 0.5 : 0)) * scale);
    return Math.min(input - 1, alignCorners ? round(at) : Math.floor(at));
  });
}

function rows(node: OpNode<ResizeAttrs>): Rows {
  const { batch, depth, height, width } = resizing(node);
  const line = width.input * depth;
  return {
    tables: [
      Array.from({ length: batch }, (_, b) => b * height.input * line),
      nearest(node.attrs, height.input, height.output).map((y) => y * line),
      nearest(node.attrs, width.input, width.output).map((x) => x * depth),
    ],
    length: depth,
  };
}

export default defineOp<ResizeAttrs>({
  type: 'RESIZE_NEAREST_NEIGHBOR',
  summary: 'an image of another size, each pixel the nearest one',
  types: TYPES,
  shapes: (node) => [resizedShape(node)],
  float: (tf, node, [x]) => [readValues(tf, x!, resizedShape(node), rows(node))],
  quantization: movedRule(),
  tflite: {
    code: 97,
    options: resizeOptions(74, 0),
    version(node) {
      const { dtype } = node.input(0);
      if (dtype === 'int16') return 4;
      if (node.attrs.halfPixelCenters || node.attrs.alignCorners) return 3;
      return dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddResizeNearestNeighbor',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], TYPES);
    return [rowsCall(node, 'read_rows', rows(node))];
  },
});
