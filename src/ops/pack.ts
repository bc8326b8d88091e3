/** PACK: tensors of one shape along a new dimension. */
import type { DType } from '../graph/dtype.ts';
import { resolveAxis } from './support/axis.ts';
import { checkPartCount, JOINED_TYPES, joiningMoves, type Parts } from './support/join.ts';
import { moveCalls, moveValues } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of PACK. */
interface PackAttrs {
  /** As many as there are inputs. */
  readonly valuesCount: number;
  /** Where the new dimension goes; negative counts from the last of the output. */
  readonly axis: number;
}

const TYPES: readonly DType[] = [...JOINED_TYPES, 'int64'];

function partsOf(node: OpNode<PackAttrs>): Parts {
  const { inputs } = node.op;
  if (inputs.length === 0) throw node.error('has no inputs');
  checkPartCount(node, node.attrs.valuesCount, inputs, 'inputs');
  const { shape } = node.input(0);
  const other = inputs.findIndex((_input, i) => String(node.input(i).shape) !== String(shape));
  if (other >= 0) {
    throw node.error(`cannot put [${shape.join(', ')}] and [${node.input(other).shape.join(', ')}] together`);
  }
  const axis = resolveAxis(node, node.attrs.axis, shape.length + 1);
  const whole = [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)];
  return { shape: whole, axis, lengths: inputs.map(() => 1) };
}

export default defineOp<PackAttrs>({
  type: 'PACK',
  summary: 'tensors of one shape along a new dimension',
  types: TYPES,
  shapes: (node) => [partsOf(node).shape],
  float(tf, node, x) {
    const parts = partsOf(node);
    return moveValues(tf, x, [parts.shape], joiningMoves(parts));
  },
  quantization: movedRule(),
  tflite: {
    code: 83,
    options: {
      union: 59,
      fields: {
        valuesCount: { slot: 0, type: 'int32', default: 0 },
        axis: { slot: 1, type: 'int32', default: 0 },
      },
    },
    version: (node) => ({ int16: 3, int8: 2 })[node.input(0).dtype as 'int8'] ?? 1,
  },
  tflmResolver: 'AddPack',
  macs: () => 0,
  kernels(node) {
    const parts = partsOf(node);
    checkMovedTypes(node, [...parts.lengths.keys()], TYPES);
    return moveCalls(node, joiningMoves(parts));
  },
});
