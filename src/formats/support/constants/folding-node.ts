/** What computing with constants needs to know of an operator of a file, whatever the format. */
import { type Constant, realValues } from './constant.ts';

/** An operator whose inputs are constants. */
export interface FoldingNode {
  readonly inputs: readonly unknown[];
  /** Input `i`; an error that names it as `what` where it is no constant. */
  constant(i: number, what: string): Constant;
  /** Makes sure that as many elements may be computed; an error where the budget is used up. */
  reserve(elements: number): void;
  /** An error about this operator. */
  error(message: string): Error;
}

/** A constant whose integers, where they stand for real numbers, are those. */
export function plainValues(constant: Constant): Constant {
  return constant.quant === undefined ? constant : realValues(constant);
}

/** All inputs, integers that stand for real numbers as those. */
export function operands(node: FoldingNode): Constant[] {
  return node.inputs.map((_input, i) => plainValues(node.constant(i, 'an operand')));
}
