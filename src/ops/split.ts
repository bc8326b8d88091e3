/** SPLIT: a tensor in equal parts along one dimension, which is a constant first input. */
import { axisInput } from './support/axis.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkPartCount, JOINED_TYPES, type Parts, splittingMoves, withLength } from './support/join.ts';
import { moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of SPLIT and SPLIT_V. */
interface SplitAttrs {
  /** As many as there are outputs. */
  readonly numSplits: number;
}

/** The input that is split. */
const DATA = 1;

function partsOf(node: OpNode<SplitAttrs>): Parts {
  checkInputCount(node, 2, 2);
  const { outputs } = node.op;
  checkPartCount(node, node.attrs.numSplits, outputs, 'outputs');
  const { shape } = node.input(DATA);
  const axis = axisInput(node, 0, shape.length);
  const length = shape[axis]! / outputs.length;
  if (!Number.isInteger(length)) {
    throw node.error(`cannot split ${shape[axis]} elements into ${outputs.length} equal parts`);
  }
  return { shape, axis, lengths: outputs.map(() => length) };
}

function shapes(node: OpNode<SplitAttrs>): number[][] {
  const { shape, axis, lengths } = partsOf(node);
  return lengths.map((length) => withLength(shape, axis, length));
}

export default defineOp<SplitAttrs>({
  type: 'SPLIT',
  summary: 'a tensor in equal parts along one dimension',
  types: JOINED_TYPES,
  shapes,
  float: (tf, node, x) => moveValues(tf, x, shapes(node), splittingMoves(partsOf(node), DATA)),
  quantization: movedRule(),
  tflite: {
    code: 49,
    options: { union: 35, fields: { numSplits: { slot: 0, type: 'int32', default: 0 } } },
    version: (node) => ({ int16: 4, int32: 3, int8: 2 })[node.input(DATA).dtype as 'int8'] ?? 1,
  },
  tflmResolver: 'AddSplit',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [DATA], JOINED_TYPES);
    return moveCalls(node, splittingMoves(partsOf(node), DATA));
  },
});
