/** Arithmetic on constants, element by element. */
import {
  add,
  both,
  cast,
  combine,
  ELEMENTWISE,
  each,
  select,
  truth,
} from '../../support/constants/elementwise.ts';
import { storedType } from '../element-types.ts';
import type { Convert, Operators } from '../node-import.ts';

/** Mod: with the sign of the divisor for integers, of the dividend where fmod is set. */
const mod: Convert = (node) => {
  const fmod = node.attributes.int('fmod', 0) === 1;
  return both((a, b) => (fmod ? a % b : a - b * Math.floor(a / b)))(node);
};

const castTo: Convert = (node) => {
  const stored = storedType(node.attributes.int('to', 1));
  if (stored === undefined) throw node.error('casts to a type that cannot be read');
  return cast(node, stored.type);
};

export const arithmetic: Operators = {
  ...ELEMENTWISE,
  Mod: mod,
  Max: combine((values) => Math.max(...values)),
  Min: combine((values) => Math.min(...values)),
  Sum: add,
  GreaterOrEqual: truth((a, b) => a >= b),
  LessOrEqual: truth((a, b) => a <= b),
  And: truth((a, b) => a !== 0 && b !== 0),
  Or: truth((a, b) => a !== 0 || b !== 0),
  Not: each((value) => (value === 0 ? 1 : 0)),
  Where: select,
  Cast: castTo,
};
