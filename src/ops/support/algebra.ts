/** What an operator's file may say of its arithmetic, for the passes of src/simplify. Each pass knows operators by it. */
import type { Op, Tensor } from '../../graph/graph.ts';
import type { OpNode } from './op-node.ts';
import type { WindowWalk } from './padding.ts';

/** y = x ∘ c, with a constant c that stretches to x's shape. */
export interface Affine {
  /** Which input is x. */
  readonly input: number;
  /** Which input is c. */
  readonly constant: number;
  readonly operation: 'multiply' | 'divide' | 'add' | 'subtract';
}

/** y[…, channel] = Σ weights × x + bias[channel]. */
export interface Linear {
  /** Places of the inputs. */
  readonly data: number;
  readonly weights: number;
  /** Null for an operator that adds no bias. */
  readonly bias: number | null;
  /** The dimension of the weights that becomes the output's last. */
  readonly outputAxis: number;
  /**
   * The dimension of the weights that the data's last dimension runs along; each channel of the data serves so many
   * neighbours. Null where it is more complicated.
   */
  readonly inputAxis: { readonly axis: number; readonly neighbours: number } | null;
  /** True where zeros stand around the data, so that what is added to the data cannot move into the bias. */
  readonly pads: boolean;
}

/** All of it; what is left out does not hold. */
export interface Algebra<A> {
  /** The attribute `activation` is applied to the output, and TFLM's kernels do it. */
  readonly fusesActivation?: true;
  /** y = x held within [min, max], where x is input `input`. */
  clamp?(node: OpNode<A>): { readonly input: number; readonly min: number; readonly max: number } | undefined;
  /** Where one input is a constant. The attribute `activation` comes on top, if the operator has it. */
  affine?(node: OpNode<A>): Affine | undefined;
  /** y = input 0 × input 1. The attribute `activation` comes on top. */
  readonly multiplies?: true;
  /** Operators with weights. The attribute `activation` comes on top, if the operator has it. */
  linear?(node: OpNode<A>): Linear | undefined;
  /** Each element of the output depends on the same element of the inputs alone, which are stretched to one shape. */
  readonly elementwise?: true;
  /** The output has input 0's elements, in their order, in another shape. */
  readonly sameElements?: true;
  /** For each dimension of the output, which one of input 0 it is; nothing else happens. */
  permutation?(node: OpNode<A>): readonly number[];
  /** Zeros before and after each dimension of input 0; nothing else happens. */
  zeroPadding?(node: OpNode<A>): readonly (readonly [before: number, after: number])[];
  /** How the window moves; beyond the input are zeros. Follows the attribute `padding`. */
  window?(node: OpNode<A>): WindowWalk;
  /** Changes how numbers are stored, not which they are (but for the error of it): from real ones to integers or back. */
  readonly converts?: true;
  /**
   * Operations that together compute the same in real numbers, the last of them the output, where integers would come
   * out wrong by the operator itself.
   *
   * @param add adds a tensor, a constant or what lies between two of them, and gives its index
   */
  instead?(node: OpNode<A>, add: (tensor: Tensor) => number): readonly Op[] | undefined;
  /** The output is input 0, where types and shapes are the same on both sides. */
  isIdentity?(node: OpNode<A>): boolean;
}
