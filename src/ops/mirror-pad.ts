/** MIRROR_PAD: a border that mirrors the tensor. Its widths are a constant second input, int32 or int64. */
import type { DType } from '../graph/dtype.ts';
import { elementCount } from '../graph/graph.ts';
import { checkInputCount } from './support/input-count.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { type Rows, readValues, rowsCall } from './support/rows.ts';

/** MirrorPadMode of the schema: whether the outermost elements are left out of the mirror image, or repeated. */
const MODES = ['REFLECT', 'SYMMETRIC'] as const;

/** The options of MIRROR_PAD. */
interface MirrorPadAttrs {
  readonly mode: (typeof MODES)[number];
}

const TYPES: readonly DType[] = ['int8', 'float32'];

/** TFLM's shapes hold that many dimensions. */
const MAX_RANK = 6;

/** Elements before and after each dimension. */
function borders(node: OpNode<MirrorPadAttrs>): [before: number, after: number][] {
  checkInputCount(node, 2, 2);
  const { shape } = node.input(0);
  const { dtype, shape: given } = node.input(1);
  if (shape.length > MAX_RANK) {
    throw node.error(`has an input of ${shape.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  if ((dtype !== 'int32' && dtype !== 'int64') || String(given) !== String([shape.length, 2])) {
    throw node.error(
      `has paddings that are ${dtype} of [${given.join(', ')}] for ${shape.length} dimensions`,
    );
  }
  const values = node.constantInput(1);
  const edge = node.attrs.mode === 'REFLECT' ? 1 : 0;
  return shape.map((dim, d) => {
    const [before, after] = [values[2 * d]!, values[2 * d + 1]!];
    if (![before, after].every((width) => width >= 0 && width <= dim - edge)) {
      throw node.error(`mirrors ${before} and ${after} elements of dimension ${d}, which has ${dim}`);
    }
    return [before, after];
  });
}

function outputShape(node: OpNode<MirrorPadAttrs>): number[] {
  const { shape } = node.input(0);
  return borders(node).map(([before, after], d) => shape[d]! + before + after);
}

function rows(node: OpNode<MirrorPadAttrs>): Rows {
  const { shape } = node.input(0);
  const widths = borders(node);
  const strides = rowMajorStrides(shape);
  const edge = node.attrs.mode === 'REFLECT' ? 1 : 0;
  // The dimensions behind the last one that has a border are copied as one row.
  const looped = widths.reduce((last, [before, after], d) => (before + after > 0 ? d + 1 : last), 0);
  const tables = widths.slice(0, looped).map(([before, after], d) => {
    const dim = shape[d]!;
    return Array.from({ length: before + dim + after }, (_, k) => {
      const at = k - before;
      const mirrored = at < 0 ? edge - 1 - at : at < dim ? at : 2 * dim - 1 - edge - at;
      return mirrored * strides[d]!;
    });
  });
  return { tables, length: elementCount(shape.slice(looped)) };
}

export default defineOp<MirrorPadAttrs>({
  type: 'MIRROR_PAD',
  summary: 'a border that mirrors the tensor',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [readValues(tf, x!, outputShape(node), rows(node))],
  quantization: movedRule(),
  tflite: {
    code: 100,
    options: { union: 77, fields: { mode: { slot: 0, type: 'enum', values: MODES, default: 'REFLECT' } } },
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddMirrorPad',
  // Five numbers, and at each run one number for each dimension of either tensor.
  tflmBuffers(node) {
    const perDimension = 4 * node.input(0).shape.length;
    return { data: 20, scratch: [perDimension, perDimension] };
  },
  macs: () => 0,
  kernels(node) {
    const found = rows(node);
    checkMovedTypes(node, [0], TYPES);
    return [rowsCall(node, 'read_rows', found)];
  },
});
