/** Which element types an operator moves, and how what it moves is quantized. */
import type { DType } from '../../graph/dtype.ts';
import type { QuantizationRule } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { realOrPlain } from './real-or-plain.ts';

/** What an operator moves of which TFLM asks no type but that it is none of strings. */
export const ANY_TYPES: readonly DType[] = [
  'int8',
  'uint8',
  'int16',
  'int32',
  'uint32',
  'int64',
  'bool',
  'float32',
];

/**
 * Refuses element types that TFLM does not move, and outputs of another type than their inputs.
 *
 * @param data the places of the inputs that are moved; all others are indices, shapes and the like
 * @param types what TFLM's kernel takes
 */
export function checkMovedTypes<A>(node: OpNode<A>, data: readonly number[], types: readonly DType[]): void {
  const tensors = [...data.map((i) => node.input(i)), ...node.op.outputs.map((_output, o) => node.output(o))];
  const found = [...new Set(tensors.map((tensor) => tensor.dtype))];
  if (found.length !== 1) {
    throw node.error(`has inputs and outputs of the types ${found.join(', ')}; they must be of one`);
  }
  if (!types.includes(found[0]!)) {
    throw node.error(`works on ${found[0]}, which no kernel takes`, `Its kernels take ${types.join(', ')}.`);
  }
}

/**
 * The rule of an operator that moves elements: real numbers keep the scale of where they come from, integers stay as
 * they are.
 */
export function movedRule<A>(): QuantizationRule<A> {
  return {
    input: (i, node) => realOrPlain(node, i),
    output: (node) => ({ as: node.output().dtype === 'float32' ? 'same-as-input' : 'plain' }),
  };
}
