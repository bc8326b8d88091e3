/** The error function, which GELU is made of, by a hyperbolic tangent: erf itself has no integer kernel. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';

/** erf(z) = tanh(x (c₀ + c₁ u + c₂ u²)) with x = √2 z and u = x²; x · Φ(x) is so within 2.6e−5. */
const COEFFICIENTS = [0.797507541, 0.0370060348, -0.000351598842] as const;

/** From here on the function is ±1; the polynomial would turn back further out. */
const END = 36;

function erf(node: NodeImport, z: number): number {
  const [c0, c1, c2] = COEFFICIENTS;
  const x = node.times(z, Math.SQRT2);
  const u = node.op('MINIMUM', [node.op('MUL', [x, x]), node.reals([END])]);
  const slope = node.plus(node.op('MUL', [u, node.plus(node.times(u, c2), c1)]), c0);
  return node.op('TANH', [node.op('MUL', [x, slope])]);
}

const erfc: Convert = (node) => node.known(node.plus(node.times(erf(node, node.tensor(0)), -1), 1));

export const errorFunctions: Operators = {
  Erf: (node) => node.known(erf(node, node.tensor(0))),
  Erfc: erfc,
};
