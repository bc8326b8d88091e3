/** The operators of TensorFlow that can be imported, by name. To add one is to add it to a family's file. */
import type { Convert, Operators } from '../node-import.ts';
import { noise } from '../noise.ts';
import { activations } from './activation.ts';
import { arithmetic } from './arithmetic.ts';
import { blocks } from './blocks.ts';
import { convolutions } from './convolution.ts';
import { cutting } from './cutting.ts';
import { einsums } from './einsum.ts';
import { errorFunctions } from './error-function.ts';
import { fakeQuants } from './fake-quant.ts';
import { fusions } from './fused.ts';
import { logic } from './logic.ts';
import { matrices } from './matrix.ts';
import { normalizations } from './normalization.ts';
import { borders } from './padding.ts';
import { pools } from './pooling.ts';
import { powers } from './powers.ts';
import { reductions } from './reduction.ts';
import { refused } from './refused.ts';
import { resizing } from './resizing.ts';
import { structure } from './structure.ts';
import { variables } from './variables.ts';

const FAMILIES: readonly Operators[] = [
  activations,
  arithmetic,
  blocks,
  borders,
  convolutions,
  cutting,
  einsums,
  errorFunctions,
  fakeQuants,
  fusions,
  logic,
  matrices,
  noise,
  normalizations,
  pools,
  powers,
  reductions,
  refused,
  resizing,
  structure,
  variables,
];

const OPERATORS: ReadonlyMap<string, Convert> = new Map(FAMILIES.flatMap((family) => Object.entries(family)));

/** What imports that operator; undefined where nothing does. */
export function findOperator(type: string): Convert | undefined {
  return OPERATORS.get(type);
}

/** The operators that can be imported, in alphabetical order. */
export function operatorNames(): string[] {
  return [...OPERATORS.keys()].filter((name) => !Object.hasOwn(refused, name)).sort();
}
