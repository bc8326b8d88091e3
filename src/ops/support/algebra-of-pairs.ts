/** The algebra of operators of two inputs, one of which may be a constant. */
import { elementCount } from '../../graph/graph.ts';
import type { Affine, Algebra } from './algebra.ts';
import type { OpNode } from './op-node.ts';

function isConstant<A>(node: OpNode<A>, i: number): boolean {
  return node.optionalInput(i)?.data !== undefined;
}

/** Which input is the constant, if just one is: the second, or either where the order does not matter. */
function constantPlace<A>(node: OpNode<A>, commutes: boolean): 0 | 1 | undefined {
  const [first, second] = [isConstant(node, 0), isConstant(node, 1)];
  if (first === second) return undefined;
  if (second) return 1;
  return commutes ? 0 : undefined;
}

/** Of a sum, difference, product or quotient. */
export function affineAlgebra<A>(operation: Affine['operation']): Algebra<A> {
  const commutes = operation === 'add' || operation === 'multiply';
  return {
    fusesActivation: true,
    elementwise: true,
    affine(node) {
      const constant = constantPlace(node, commutes);
      return constant === undefined ? undefined : { input: 1 - constant, constant, operation };
    },
  };
}

/** Of the larger or the smaller of two, which clamps where one is a constant. */
export function extremumAlgebra<A>(largest: boolean): Algebra<A> {
  return {
    elementwise: true,
    clamp(node) {
      const place = constantPlace(node, true);
      if (place === undefined) return undefined;
      const constant = node.input(place);
      if (constant.dtype !== 'float32' || elementCount(constant.shape) !== 1) return undefined;
      const bound = Number(constant.data![0]);
      const [min, max] = largest ? [bound, Infinity] : [-Infinity, bound];
      return { input: 1 - place, min, max };
    },
  };
}
