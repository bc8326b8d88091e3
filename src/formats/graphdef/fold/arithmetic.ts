/** Arithmetic on constants, element by element. */
import {
  add,
  both,
  cast,
  divide,
  ELEMENTWISE,
  each,
  select,
  truth,
} from '../../support/constants/elementwise.ts';
import { storedType, typeName } from '../data-types.ts';
import type { Convert, Operators } from '../node-import.ts';

/** To the nearest integer, halves to even. */
function round(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (Math.abs(down) % 2) : Math.round(value);
}

const castTo: Convert = (node) => {
  const number = node.dataType('DstT');
  const type = storedType(number)?.type;
  if (type === undefined) throw node.error(`casts to ${typeName(number)}`);
  return cast(node, type);
};

export const arithmetic: Operators = {
  ...ELEMENTWISE,
  AddN: add,
  AddV2: add,
  BiasAdd: add,
  Cast: castTo,
  DivNoNan: both((a, b) => (b === 0 ? 0 : a / b)),
  FloorDiv: both((a, b) => Math.floor(a / b)),
  FloorMod: both((a, b) => a - b * Math.floor(a / b)),
  GreaterEqual: truth((a, b) => a >= b),
  Inv: each((value) => 1 / value),
  LessEqual: truth((a, b) => a <= b),
  LogicalAnd: truth((a, b) => a !== 0 && b !== 0),
  LogicalNot: each((value) => (value === 0 ? 1 : 0)),
  LogicalOr: truth((a, b) => a !== 0 || b !== 0),
  Maximum: both(Math.max),
  Minimum: both(Math.min),
  NotEqual: truth((a, b) => a !== b),
  RealDiv: divide,
  Round: each(round),
  Rsqrt: each((value) => 1 / Math.sqrt(value)),
  // Select's condition may be a vector for rows, which only equal shapes leave aside.
  Select: select,
  SelectV2: select,
  Square: each((value) => value * value),
  SquaredDifference: both((a, b) => (a - b) ** 2),
  TruncateDiv: divide,
  TruncateMod: both((a, b) => a % b),
};
