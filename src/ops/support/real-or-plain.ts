/** The quantization of operators that compute with real numbers as well as with integers that are no such numbers. */
import type { OperandRule, OutputRule, QuantizationRule } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** Real numbers become activations; integers and truth values stay what they are. */
export function realOrPlain<A>(node: OpNode<A>, i: number): OperandRule {
  return { as: node.optionalInput(i)?.dtype === 'float32' ? 'activation' : 'plain' };
}

/** All inputs are activations, and `output` is the output's rule, where they are real numbers. */
export function realRule<A>(output: OutputRule): QuantizationRule<A> {
  return {
    input: (i, node) => realOrPlain(node, i),
    output: (node) => (node.optionalInput(0)?.dtype === 'float32' ? output : { as: 'plain' }),
  };
}
