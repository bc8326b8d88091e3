/** Arithmetic on constants, element by element. */
import { elementCount } from '../../../graph/graph.ts';
import { type Constant, constantOf, realValues } from '../../support/constants/constant.ts';
import { type ElementType, isReal, numbersFor } from '../../support/constants/element-types.ts';
import { storedType } from '../element-types.ts';
import { broadcastShape, stretched } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';

/** The constant inputs, integers that stand for real numbers as those. */
function operands(node: NodeImport): Constant[] {
  return node.inputs.map((_input, i) => {
    const constant = node.constant(i, 'an operand');
    return constant.quant === undefined ? constant : realValues(constant);
  });
}

/** Combines all inputs, one after the other. `result` is the type, that of the first input unless given. */
function combine(
  compute: (values: number[], real: boolean) => number,
  { result, typeFrom = 0 }: { result?: ElementType; typeFrom?: number } = {},
): Convert {
  return (node) => {
    const inputs = operands(node);
    if (inputs.length === 0) throw node.error('has no inputs');
    const shape = broadcastShape(
      node,
      inputs.map((input) => input.shape),
    );
    const count = elementCount(shape);
    node.reserve(count * inputs.length);
    const wide = inputs.map((input) => stretched(input, shape).data);
    const { type: own } = inputs[typeFrom] ?? inputs[0]!;
    const type = result ?? own;
    const data = numbersFor(type, count);
    for (let i = 0; i < count; i++) {
      data[i] = compute(
        wide.map((values) => values[i]!),
        isReal(own),
      );
    }
    return constantOf(type, shape, data);
  };
}

/** A function of the first input's elements. */
const each = (compute: (value: number) => number) => combine(([value]) => compute(value!));

/** An operation of two inputs. */
const both = (compute: (a: number, b: number) => number) => combine(([a, b]) => compute(a!, b!));

/** A comparison. */
const truth = (compute: (a: number, b: number) => boolean) =>
  combine(([a, b]) => (compute(a!, b!) ? 1 : 0), { result: 'bool' });

/** Division: of integers, towards zero. */
const divide = combine(([a, b], real) => (real ? a! / b! : Math.trunc(a! / b!)));

/** Mod: with the sign of the divisor for integers, of the dividend where fmod is set. */
const mod: Convert = (node) => {
  const fmod = node.attributes.int('fmod', 0) === 1;
  return both((a, b) => (fmod ? a % b : a - b * Math.floor(a / b)))(node);
};

/** Cast: to another element type, real numbers truncated. */
const cast: Convert = (node) => {
  const [value] = operands(node);
  const stored = storedType(node.attributes.int('to', 1));
  if (stored === undefined || value === undefined) throw node.error('casts to a type that cannot be read');
  node.reserve(value.data.length);
  const { type } = stored;
  const data = numbersFor(type, value.data.length);
  const change =
    type === 'bool' ? (x: number) => (x === 0 ? 0 : 1) : isReal(type) ? (x: number) => x : Math.trunc;
  for (let i = 0; i < data.length; i++) data[i] = change(value.data[i]!);
  return constantOf(type, value.shape, data);
};

export const arithmetic: Operators = {
  Add: both((a, b) => a + b),
  Sub: both((a, b) => a - b),
  Mul: both((a, b) => a * b),
  Div: divide,
  Mod: mod,
  Pow: both((a, b) => a ** b),
  Max: combine((values) => Math.max(...values)),
  Min: combine((values) => Math.min(...values)),
  Sum: combine((values) => values.reduce((sum, value) => sum + value, 0)),
  Abs: each(Math.abs),
  Neg: each((value) => -value),
  Floor: each(Math.floor),
  Ceil: each(Math.ceil),
  Sqrt: each(Math.sqrt),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Reciprocal: each((value) => 1 / value),
  Sign: each(Math.sign),
  Equal: truth((a, b) => a === b),
  Greater: truth((a, b) => a > b),
  GreaterOrEqual: truth((a, b) => a >= b),
  Less: truth((a, b) => a < b),
  LessOrEqual: truth((a, b) => a <= b),
  And: truth((a, b) => a !== 0 && b !== 0),
  Or: truth((a, b) => a !== 0 || b !== 0),
  Not: each((value) => (value === 0 ? 1 : 0)),
  Where: combine(([condition, a, b]) => (condition! !== 0 ? a! : b!), { typeFrom: 1 }),
  Cast: cast,
};
