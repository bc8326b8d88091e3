/**
 * STRIDED_SLICE: every so-many-th element of a range of each dimension, also backwards. Begin, end and strides are
 * constant inputs; bit d of a mask says something of dimension d.
 */
import type { DType } from '../graph/dtype.ts';
import { int32Input } from './support/axis.ts';
import { checkInputCount } from './support/input-count.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { type Move, moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of STRIDED_SLICE. */
interface StridedSliceAttrs {
  /** Dimensions that are taken from their first element on, or last where the stride is negative. */
  readonly beginMask: number;
  /** Dimensions that are taken to their other end. */
  readonly endMask: number;
  /** Where an ellipsis stands; TFLM knows none. */
  readonly ellipsisMask: number;
  /** Where a dimension of 1 is put in; TFLM knows none. */
  readonly newAxisMask: number;
  /** Dimensions of which one element is taken, and which the output does not have. */
  readonly shrinkAxisMask: number;
  /** The ends are counted from the begins; TFLM counts them from 0 all the same. */
  readonly offset: boolean;
}

const TYPES: readonly DType[] = ['int8', 'int16', 'int32', 'bool', 'float32'];

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 4;

/** Bytes of what TFLM keeps: three times a count and five numbers, five masks of 16 bits, a truth value. */
const TFLM_DATA = 84;

/** What is taken of one dimension. */
interface Range {
  readonly start: number;
  readonly stride: number;
  /** Elements. */
  readonly count: number;
  /** Whether the output has the dimension. */
  readonly kept: boolean;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

/** TFLite's StartForAxis, StopForAxis and the count from them. */
function range(
  attrs: StridedSliceAttrs,
  d: number,
  size: number,
  [begin, end, stride]: readonly [number, number, number],
): Range {
  const has = (mask: number): boolean => ((mask >> d) & 1) === 1;
  // One behind the last element is a start too, at which nothing is taken.
  const [least, most] = stride > 0 ? [0, size] : [-1, size - 1];
  const place = (index: number): number => clamp(index < 0 ? index + size : index, least, most);
  const first = has(attrs.beginMask) ? (stride > 0 ? least : most) : place(begin);
  if (has(attrs.shrinkAxisMask)) return { start: first, stride: 1, count: 1, kept: false };
  const last = has(attrs.endMask) ? (stride > 0 ? most : least) : place(end);
  return { start: first, stride, count: Math.max(0, Math.ceil((last - first) / stride)), kept: true };
}

/** Refuses what TFLM reads over, so that it takes something else than was meant. */
function checkOptions(node: OpNode<StridedSliceAttrs>): void {
  const { ellipsisMask, newAxisMask, offset } = node.attrs;
  const unknown = Object.entries({
    'an ellipsis': ellipsisMask !== 0,
    'new dimensions': newAxisMask !== 0,
    'ends that are counted from the begins': offset,
  }).find(([, there]) => there);
  if (unknown !== undefined) {
    throw node.error(
      `has ${unknown[0]}, which TFLM has no kernel for`,
      'Say of every dimension from where to where it is taken, and reshape the result.',
    );
  }
}

function ranges(node: OpNode<StridedSliceAttrs>): Range[] {
  checkInputCount(node, 4, 4);
  checkOptions(node);
  const { shape } = node.input(0);
  if (shape.length > MAX_RANK) {
    throw node.error(`has an input of ${shape.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  const [begin, end, strides] = ['begin', 'end', 'strides'].map((what, k) => int32Input(node, k + 1, what));
  const counts = [begin!, end!, strides!].map((values) => values.length);
  if (counts.some((count) => count !== shape.length)) {
    throw node.error(`has ${counts.join(', ')} begins, ends and strides for ${shape.length} dimensions`);
  }
  if (strides!.includes(0)) throw node.error('has a stride of 0');
  if (strides!.some((stride, d) => stride < 0 && ((node.attrs.shrinkAxisMask >> d) & 1) === 1)) {
    throw node.error('takes a single element by a negative stride, which TFLM has no kernel for');
  }
  const found = shape.map((size, d) => range(node.attrs, d, size, [begin![d]!, end![d]!, strides![d]!]));
  const outside = found.findIndex(({ start, count }, d) => count < 1 || start < 0 || start >= shape[d]!);
  if (outside >= 0)
    throw node.error(`takes nothing of dimension ${outside}, which has ${shape[outside]} elements`);
  return found;
}

function outputShape(node: OpNode<StridedSliceAttrs>): number[] {
  return ranges(node).flatMap(({ count, kept }) => (kept ? [count] : []));
}

function move(node: OpNode<StridedSliceAttrs>): Move {
  const taken = ranges(node);
  const strides = rowMajorStrides(node.input(0).shape);
  const extents = taken.map(({ count }) => count);
  return {
    from: 0,
    to: 0,
    extents,
    inputStrides: taken.map(({ stride }, d) => stride * strides[d]!),
    outputStrides: rowMajorStrides(extents),
    inputStart: taken.reduce((sum, { start }, d) => sum + start * strides[d]!, 0),
  };
}

export default defineOp<StridedSliceAttrs>({
  type: 'STRIDED_SLICE',
  summary: 'every so-many-th element of a range of each dimension',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => moveValues(tf, x, [outputShape(node)], [move(node)]),
  quantization: movedRule(),
  tflite: {
    code: 45,
    options: {
      union: 32,
      fields: {
        beginMask: { slot: 0, type: 'int32', default: 0 },
        endMask: { slot: 1, type: 'int32', default: 0 },
        ellipsisMask: { slot: 2, type: 'int32', default: 0 },
        newAxisMask: { slot: 3, type: 'int32', default: 0 },
        shrinkAxisMask: { slot: 4, type: 'int32', default: 0 },
        offset: { slot: 5, type: 'bool', default: false },
      },
    },
    version(node) {
      if (node.attrs.offset) return 8;
      const { dtype } = node.input(0);
      return dtype === 'bool' ? 3 : dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddStridedSlice',
  tflmBuffers: () => ({ data: TFLM_DATA, scratch: [] }),
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], TYPES);
    return moveCalls(node, [move(node)]);
  },
});
