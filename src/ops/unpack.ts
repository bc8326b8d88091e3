/** UNPACK: the slices of a tensor along one dimension, which they do not have any more. */
import { resolveAxis } from './support/axis.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkPartCount, JOINED_TYPES, type Parts, splittingMoves } from './support/join.ts';
import { moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of UNPACK. */
interface UnpackAttrs {
  /** As many as there are outputs. */
  readonly num: number;
  /** The dimension; negative counts from the last. */
  readonly axis: number;
}

function partsOf(node: OpNode<UnpackAttrs>): Parts {
  checkInputCount(node, 1, 1);
  const { outputs } = node.op;
  checkPartCount(node, node.attrs.num, outputs, 'outputs');
  const { shape } = node.input(0);
  const axis = resolveAxis(node, node.attrs.axis, shape.length);
  if (shape[axis] !== outputs.length) {
    throw node.error(`has ${outputs.length} outputs for the ${shape[axis]} slices along axis ${axis}`);
  }
  return { shape, axis, lengths: outputs.map(() => 1) };
}

function shapes(node: OpNode<UnpackAttrs>): number[][] {
  const { shape, axis, lengths } = partsOf(node);
  return lengths.map(() => shape.filter((_dim, d) => d !== axis));
}

export default defineOp<UnpackAttrs>({
  type: 'UNPACK',
  summary: 'the slices of a tensor along one dimension',
  types: JOINED_TYPES,
  shapes,
  float: (tf, node, x) => moveValues(tf, x, shapes(node), splittingMoves(partsOf(node), 0)),
  quantization: movedRule(),
  tflite: {
    code: 88,
    options: {
      union: 64,
      fields: { num: { slot: 0, type: 'int32', default: 0 }, axis: { slot: 1, type: 'int32', default: 0 } },
    },
    version: (node) => ({ int16: 4, int8: 2 })[node.input(0).dtype as 'int8'] ?? 1,
  },
  tflmResolver: 'AddUnpack',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], JOINED_TYPES);
    return moveCalls(node, splittingMoves(partsOf(node), 0));
  },
});
