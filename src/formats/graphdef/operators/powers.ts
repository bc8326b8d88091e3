/** Squares, roots, reciprocals and powers: by the reciprocal square root and by products, which have integer kernels. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import type { Computed } from '../values.ts';

const squared = (node: NodeImport, tensor: number) => node.op('MUL', [tensor, tensor]);

/** √x = x · 1/√x. */
const root = (node: NodeImport, tensor: number) => node.op('MUL', [tensor, node.op('RSQRT', [tensor])]);

const reciprocal = (node: NodeImport, tensor: number) => node.op('DIV', [node.reals([1]), tensor]);

const POWERS: ReadonlyMap<number, (node: NodeImport, tensor: number) => number> = new Map([
  [-1, reciprocal],
  [-0.5, (node: NodeImport, tensor: number) => node.op('RSQRT', [tensor])],
  [0.5, root],
  [1, (_node: NodeImport, tensor: number) => tensor],
  [2, squared],
  [3, (node: NodeImport, tensor: number) => node.op('MUL', [squared(node, tensor), tensor])],
  [4, (node: NodeImport, tensor: number) => squared(node, squared(node, tensor))],
]);

function pow(node: NodeImport): Computed {
  const exponent = node.scalar(1, 'an exponent');
  const compute = POWERS.get(exponent);
  if (compute !== undefined) return node.known(compute(node, node.tensor(0)));
  throw node.error(
    `raises to the power of ${exponent}, which has no integer kernel on microcontrollers`,
    `Powers that can be imported: ${[...POWERS.keys()].join(', ')}.`,
  );
}

const of =
  (compute: (node: NodeImport, tensor: number) => number): Convert =>
  (node) =>
    node.known(compute(node, node.tensor(0)));

export const powers: Operators = {
  Inv: of(reciprocal),
  Neg: of((node, tensor) => node.times(tensor, -1)),
  Pow: pow,
  Reciprocal: of(reciprocal),
  Rsqrt: of((node, tensor) => node.op('RSQRT', [tensor])),
  Sqrt: of(root),
  Square: of(squared),
};
