/**
 * DYNAMIC_UPDATE_SLICE: a tensor with a smaller one written into it, from indices on that may be known at run time only
 * and are held within what keeps the smaller one inside.
 */
import type { DType } from '../graph/dtype.ts';
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, type KernelCall, reads, tableField, writes } from './support/kernel-call.ts';
import { rowMajorStrides, splitRuns } from './support/loop-nest.ts';
import { type Move, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { heldPosition } from './support/positions.ts';
import { copyCall } from './support/same-elements.ts';

const [UPDATE, INDICES] = [1, 2];

const TYPES: readonly DType[] = ['int8', 'int16', 'int32', 'float32'];

/** TFLM's shapes hold that many dimensions. */
const MAX_RANK = 6;

/** The largest index in each dimension. */
function limits(node: OpNode<NoAttrs>): number[] {
  checkInputCount(node, 3, 3);
  const [whole, part] = [node.input(0).shape, node.input(UPDATE).shape];
  const { dtype, shape } = node.input(INDICES);
  if (dtype !== 'int32' && dtype !== 'int64') throw node.error(`has indices of type ${dtype}`);
  if (whole.length < 1 || whole.length > MAX_RANK || shape.length !== 1 || shape[0] !== whole.length) {
    throw node.error(`has indices of shape [${shape.join(', ')}] for ${whole.length} dimensions`);
  }
  if (part.length !== whole.length || part.some((dim, d) => dim < 1 || dim > whole[d]!)) {
    throw node.error(`cannot write [${part.join(', ')}] into [${whole.join(', ')}]`);
  }
  return whole.map((dim, d) => dim - part[d]!);
}

/** The move of the update into the output, beginning at its first element. */
function updateMove(node: OpNode<NoAttrs>): Move {
  const [whole, part] = [node.input(0).shape, node.input(UPDATE).shape];
  return {
    from: UPDATE,
    to: 0,
    extents: part,
    inputStrides: rowMajorStrides(part),
    outputStrides: rowMajorStrides(whole),
  };
}

function wholeMove(node: OpNode<NoAttrs>): Move {
  const { shape } = node.input(0);
  const strides = rowMajorStrides(shape);
  return { from: 0, to: 0, extents: shape, inputStrides: strides, outputStrides: strides };
}

function updateCall(node: OpNode<NoAttrs>): KernelCall {
  const most = limits(node);
  const bytes = dtypeBytes(node.output().dtype);
  const { extents, inputStrides, outputStrides } = updateMove(node);
  const { rows, outer, length } = splitRuns({
    extents: [...extents, bytes],
    strides: [inputStrides, outputStrides].map((own) => [...own.map((stride) => stride * bytes), 1]),
  });
  return {
    kernel: node.input(INDICES).dtype === 'int64' ? 'dynamic_update_slice_s64' : 'dynamic_update_slice_s32',
    fields: [
      int32Field('dimensions', most.length),
      tableField('limits', most),
      tableField(
        'index_strides',
        outputStrides.map((stride) => stride * bytes),
      ),
      int32Field('rows', rows),
      int32Field('row_bytes', length),
      int32Field('rank', outer.extents.length),
      tableField('extents', outer.extents),
      tableField('output_strides', outer.strides[1]!),
    ],
    args: [reads(node.inputIndex(UPDATE)), reads(node.inputIndex(INDICES)), writes(node.outputIndex(0))],
  };
}

export default defineOp<NoAttrs>({
  type: 'DYNAMIC_UPDATE_SLICE',
  summary: 'a tensor with a smaller one written into it',
  types: TYPES,
  shapes(node) {
    limits(node);
    return [node.input(0).shape];
  },
  float(tf, node, x) {
    const indices = x[INDICES]!.dataSync();
    const { outputStrides, ...update } = updateMove(node);
    const outputStart = limits(node).reduce(
      (sum, most, d) => sum + heldPosition(indices[d]!, most + 1) * outputStrides[d]!,
      0,
    );
    const moves = [wholeMove(node), { ...update, outputStrides, outputStart }];
    return moveValues(tf, x, [node.input(0).shape], moves);
  },
  quantization: movedRule(),
  tflite: { code: 151, options: { union: 117, fields: {} }, version: () => 1 },
  tflmResolver: 'AddDynamicUpdateSlice',
  macs: () => 0,
  kernels(node) {
    limits(node);
    checkMovedTypes(node, [0, UPDATE], TYPES);
    const whole = elementCount(node.input(0).shape) === elementCount(node.input(UPDATE).shape);
    return [...(whole ? [] : [copyCall(node)]), updateCall(node)];
  },
});
