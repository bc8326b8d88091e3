/** GATHER: slices of a tensor, chosen by positions along one dimension. The positions may be known at run time only. */
import type { DType } from '../graph/dtype.ts';
import { elementCount } from '../graph/graph.ts';
import { resolveAxis } from './support/axis.ts';
import { type GatherRows, gatherCall, gatherValues } from './support/gather-rows.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { checkPositions } from './support/positions.ts';

/** The options of GATHER. */
interface GatherAttrs {
  /** The dimension that is chosen from; negative counts from the last. */
  readonly axis: number;
  /** How many first dimensions input and positions have in common; negative counts from the positions' last. */
  readonly batchDims: number;
}

const TYPES: readonly DType[] = ['int8', 'float32'];

/** TFLM's shapes hold that many dimensions. */
const MAX_RANK = 6;

/** Axis and batch dimensions, counted from 0. */
function dimensions(node: OpNode<GatherAttrs>): { axis: number; batch: number } {
  checkInputCount(node, 2, 2);
  const [data, by] = [node.input(0).shape, node.input(1).shape];
  const axis = resolveAxis(node, node.attrs.axis, data.length);
  const { batchDims } = node.attrs;
  const batch = batchDims < 0 ? batchDims + by.length : batchDims;
  if (!(batch >= 0 && batch <= axis && batch <= by.length)) {
    throw node.error(
      `has ${batchDims} batch dimensions before axis ${axis}, with positions of [${by.join(', ')}]`,
    );
  }
  if (data.slice(0, batch).some((dim, d) => dim !== by[d])) {
    throw node.error(
      `cannot choose from [${data.join(', ')}] by [${by.join(', ')}] in ${batch} batch dimensions`,
    );
  }
  checkPositions(node, 1, data[axis]!);
  return { axis, batch };
}

function outputShape(node: OpNode<GatherAttrs>): number[] {
  const { axis, batch } = dimensions(node);
  const [data, by] = [node.input(0).shape, node.input(1).shape];
  const shape = [...data.slice(0, axis), ...by.slice(batch), ...data.slice(axis + 1)];
  if (shape.length > MAX_RANK) {
    throw node.error(`has an output of ${shape.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  return shape;
}

function rows(node: OpNode<GatherAttrs>): GatherRows {
  const { axis, batch } = dimensions(node);
  const [data, by] = [node.input(0).shape, node.input(1).shape];
  return {
    table: 0,
    by: 1,
    batches: elementCount(data.slice(0, batch)),
    outers: elementCount(data.slice(batch, axis)),
    choices: data[axis]!,
    positions: elementCount(by.slice(batch)),
    row: elementCount(data.slice(axis + 1)),
  };
}

export default defineOp<GatherAttrs>({
  type: 'GATHER',
  summary: 'slices of a tensor, chosen by positions along one dimension',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => [tf.reshape(gatherValues(tf, x, rows(node)), outputShape(node))],
  quantization: movedRule(),
  tflite: {
    code: 36,
    options: {
      union: 23,
      fields: {
        axis: { slot: 0, type: 'int32', default: 0 },
        batchDims: { slot: 1, type: 'int32', default: 0 },
      },
    },
    version: (node) => (node.attrs.batchDims !== 0 ? 5 : node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddGather',
  macs: () => 0,
  kernels(node) {
    outputShape(node);
    checkMovedTypes(node, [0], TYPES);
    return [gatherCall(node, rows(node))];
  },
});
