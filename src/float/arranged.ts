/** Inputs in the forms that operators take them in. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { AnyOpDef, OpNode, TF } from '../ops/index.ts';

/** An operation, and its constants as far as it takes them in another form than the file's, by input. */
export interface Step {
  readonly def: AnyOpDef;
  readonly node: OpNode<unknown>;
  readonly arranged: ReadonlyMap<number, tfjs.Tensor>;
}

/** Arranges an operation's constants, once for all its runs. They are the caller's to dispose of. */
export function arrangeConstants(
  tf: TF,
  def: AnyOpDef,
  node: OpNode<unknown>,
  constants: readonly (tfjs.Tensor | undefined)[],
): Map<number, tfjs.Tensor> {
  const arranged = new Map<number, tfjs.Tensor>();
  if (def.arrange === undefined) return arranged;
  for (const [i, index] of node.op.inputs.entries()) {
    const constant = constants[index];
    if (constant === undefined) continue;
    const own = tf.tidy(() => def.arrange!(tf, i, constant));
    if (own !== constant) arranged.set(i, own);
  }
  return arranged;
}

/** The inputs of one run. */
export function arrangedInputs(
  tf: TF,
  { def, node, arranged }: Step,
  values: readonly (tfjs.Tensor | undefined)[],
): (tfjs.Tensor | undefined)[] {
  return node.op.inputs.map((index, i) => {
    const value = values[index];
    const known = arranged.get(i);
    if (known !== undefined || value === undefined || def.arrange === undefined) return known ?? value;
    return def.arrange(tf, i, value);
  });
}
