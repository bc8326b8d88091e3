/**
 * CAST: elements of one type as elements of another: integers lose the bits for which there is no room, real numbers
 * what follows the point. The types are those of the tensors; TFLM reads no options, and we write none.
 */
import type { DType } from '../graph/dtype.ts';
import { type NoAttrs, sameShape, unaryCall } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field } from './support/kernel-call.ts';
import { defineOp, type OperandRule, type OutputRule } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { copyCall } from './support/same-elements.ts';

/** The element types by their numbers in the kernel: TFLQ_CAST_…. */
const TYPES: readonly DType[] = ['int8', 'int16', 'int32', 'uint32', 'bool', 'float32'];

function check(node: OpNode<NoAttrs>): void {
  checkInputCount(node, 1, 1);
  const [from, to] = [node.input(0).dtype, node.output().dtype];
  if (!TYPES.includes(from) || !TYPES.includes(to)) {
    throw node.error(`makes ${to} of ${from}, which no kernel does`, `It casts between ${TYPES.join(', ')}.`);
  }
}

/**
 * How the output is quantized. Between real numbers it is the same number. Small integers are real numbers of scale 1.
 * Of larger ones the kernel makes real numbers, and integers of real numbers alone.
 */
function outputRule(node: OpNode<NoAttrs>): OutputRule {
  const [from, to] = [node.input(0).dtype, node.output().dtype];
  if (to !== 'float32') return { as: 'plain' };
  if (from === 'float32') return { as: 'same-as-input' };
  if (from === 'int8' || from === 'bool') {
    return { as: 'fixed', quant: { scale: [1], zeroPoint: [0], axis: 0 } };
  }
  return { as: 'real' };
}

function inputRule(node: OpNode<NoAttrs>): OperandRule {
  const [from, to] = [node.input(0).dtype, node.output().dtype];
  if (from !== 'float32') return { as: 'plain' };
  return { as: to === 'float32' ? 'activation' : 'real' };
}

export default defineOp<NoAttrs>({
  type: 'CAST',
  summary: 'elements of one type as elements of another',
  types: TYPES,
  shapes(node) {
    checkInputCount(node, 1, 1);
    return sameShape(node);
  },
  float(tf, node, [x]) {
    const { dtype } = node.output();
    if (dtype === 'bool') return [tf.cast(tf.notEqual(x!, tf.scalar(0, x!.dtype as 'int32')), 'int32')];
    return [tf.cast(x!, dtype === 'float32' ? 'float32' : 'int32')];
  },
  algebra: { isIdentity: () => true },
  quantization: {
    input: (_i, node) => inputRule(node),
    output: outputRule,
  },
  tflite: {
    code: 53,
    options: null,
    version(node) {
      const types = [node.input(0).dtype, node.output().dtype];
      return types.includes('int8') ? 3 : types.includes('uint32') ? 2 : 1;
    },
  },
  tflmResolver: 'AddCast',
  macs: () => 0,
  kernels(node) {
    check(node);
    const [from, to] = [node.input(0).dtype, node.output().dtype];
    if (from === to) return [copyCall(node)];
    return [
      unaryCall(node, 'cast', [int32Field('from', TYPES.indexOf(from)), int32Field('to', TYPES.indexOf(to))]),
    ];
  },
});
