/** SPLIT_V: a tensor in parts of given lengths along one dimension. Lengths and dimension are constant inputs. */
import { axisInput } from './support/axis.ts';
import { checkInputCount } from './support/input-count.ts';
import { checkPartCount, JOINED_TYPES, type Parts, splittingMoves, withLength } from './support/join.ts';
import { moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of SPLIT_V. */
interface SplitVAttrs {
  /** As many as there are outputs. */
  readonly numSplits: number;
}

/** The lengths; one may be −1, which stands for what is left. */
function lengths(node: OpNode<SplitVAttrs>, whole: number): number[] {
  const { dtype } = node.input(1);
  if (dtype !== 'int32' && dtype !== 'int64') throw node.error(`has lengths of type ${dtype}`);
  const given = node.constantInput(1);
  const open = given.indexOf(-1);
  const rest = given.reduce((left, length, k) => (k === open ? left : left - length), whole);
  const found = given.map((length, k) => (k === open ? rest : length));
  if (
    found.length !== node.op.outputs.length ||
    found.some((length) => length < 1) ||
    (open < 0 && rest !== 0)
  ) {
    throw node.error(
      `cannot split ${whole} elements into parts of [${given.join(', ')}] for ${node.op.outputs.length} outputs`,
    );
  }
  return found;
}

function partsOf(node: OpNode<SplitVAttrs>): Parts {
  checkInputCount(node, 3, 3);
  checkPartCount(node, node.attrs.numSplits, node.op.outputs, 'outputs');
  const { shape } = node.input(0);
  const axis = axisInput(node, 2, shape.length);
  return { shape, axis, lengths: lengths(node, shape[axis]!) };
}

function shapes(node: OpNode<SplitVAttrs>): number[][] {
  const parts = partsOf(node);
  return parts.lengths.map((length) => withLength(parts.shape, parts.axis, length));
}

export default defineOp<SplitVAttrs>({
  type: 'SPLIT_V',
  summary: 'a tensor in parts of given lengths along one dimension',
  types: JOINED_TYPES,
  shapes,
  float: (tf, node, x) => moveValues(tf, x, shapes(node), splittingMoves(partsOf(node), 0)),
  quantization: movedRule(),
  tflite: {
    code: 102,
    options: { union: 79, fields: { numSplits: { slot: 0, type: 'int32', default: 0 } } },
    version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
  },
  tflmResolver: 'AddSplitV',
  macs: () => 0,
  kernels(node) {
    checkMovedTypes(node, [0], JOINED_TYPES);
    return moveCalls(node, splittingMoves(partsOf(node), 0));
  },
});
