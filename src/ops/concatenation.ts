/** CONCATENATION: tensors put one after the other along one dimension. */
import type { DType } from '../graph/dtype.ts';
import { ACTIVATIONS, type Activation } from './support/activation.ts';
import { versionByType } from './support/elementwise.ts';
import { JOINED_TYPES, joiningMoves } from './support/join.ts';
import { moveCalls } from './support/move.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of CONCATENATION. */
interface ConcatenationAttrs {
  /** The dimension; negative counts from the last. */
  readonly axis: number;
  /** TFLM takes only NONE. */
  readonly activation: Activation;
}

const TYPES: readonly DType[] = [...JOINED_TYPES, 'int64', 'bool'];

/** TFLM's limits. */
const MAX_INPUTS = 10;
const MAX_RANK = 6;

function inputIndices(node: OpNode<ConcatenationAttrs>): number[] {
  return node.op.inputs.map((_input, i) => i);
}

/** The dimension, counted from 0. */
function axis(node: OpNode<ConcatenationAttrs>): number {
  const rank = node.input(0).shape.length;
  const given = node.attrs.axis;
  if (given < -rank || given >= rank)
    throw node.error(`concatenates along axis ${given} of ${rank} dimensions`);
  return given < 0 ? given + rank : given;
}

function outputShape(node: OpNode<ConcatenationAttrs>): number[] {
  const first = node.input(0).shape;
  const along = axis(node);
  if (first.length > MAX_RANK) {
    throw node.error(`has inputs of ${first.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  if (node.op.inputs.length > MAX_INPUTS) {
    throw node.error(
      `has ${node.op.inputs.length} inputs; TFLM takes at most ${MAX_INPUTS}`,
      'Concatenate in two steps.',
    );
  }
  const shape = [...first];
  for (const i of inputIndices(node).slice(1)) {
    const other = node.input(i).shape;
    if (other.length !== first.length || other.some((dim, d) => d !== along && dim !== first[d])) {
      throw node.error(
        `cannot concatenate [${first.join(', ')}] and [${other.join(', ')}] along axis ${along}`,
      );
    }
    shape[along]! += other[along]!;
  }
  return shape;
}

/** Elements are copied as they are, so int8 must have one scale throughout, and int16 no zero point. */
function checkScales(node: OpNode<ConcatenationAttrs>): void {
  const output = node.output();
  for (const i of inputIndices(node)) {
    const input = node.input(i);
    if (input.dtype === 'int16' && (node.zeroPoint(input) !== 0 || node.zeroPoint(output) !== 0)) {
      throw node.error('has int16 tensors with zero points other than 0');
    }
    if (input.dtype !== 'int8') continue;
    if (node.scale(input) !== node.scale(output) || node.zeroPoint(input) !== node.zeroPoint(output)) {
      throw node.error(
        `needs the same scale and zero point on all inputs and its output; input ${i} differs`,
        'Quantize the float model with this tool, which gives them one scale.',
      );
    }
  }
}

function check(node: OpNode<ConcatenationAttrs>): void {
  if (node.attrs.activation !== 'NONE') {
    throw node.error(
      `has the fused activation ${node.attrs.activation}, which TFLM has no kernel for`,
      'Export the model with the activation as an operator of its own.',
    );
  }
  checkMovedTypes(node, inputIndices(node), TYPES);
  checkScales(node);
}

export default defineOp<ConcatenationAttrs>({
  type: 'CONCATENATION',
  summary: 'tensors one after the other along one dimension',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => [
    tf.concat(
      x.map((tensor) => tensor!),
      axis(node),
    ),
  ],
  algebra: { isIdentity: (node) => node.op.inputs.length === 1 },
  quantization: movedRule(),
  tflite: {
    code: 2,
    options: {
      union: 10,
      fields: {
        axis: { slot: 0, type: 'int32', default: 0 },
        activation: { slot: 1, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
      },
    },
    version: versionByType,
  },
  tflmResolver: 'AddConcatenation',
  macs: () => 0,
  kernels(node) {
    check(node);
    const shape = outputShape(node);
    const along = axis(node);
    const lengths = inputIndices(node).map((i) => node.input(i).shape[along]!);
    return moveCalls(node, joiningMoves({ shape, axis: along, lengths }));
  },
});
