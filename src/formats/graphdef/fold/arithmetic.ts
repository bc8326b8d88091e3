/** Arithmetic on constants, element by element. */
import { elementCount } from '../../../graph/graph.ts';
import { type Constant, constantOf, realValues } from '../../support/constants/constant.ts';
import { type ElementType, isReal, numbersFor } from '../../support/constants/element-types.ts';
import { broadcastShape, stretched } from '../broadcast.ts';
import { storedType, typeName } from '../data-types.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';

/** The constant inputs, integers that stand for real numbers as those. */
export function operands(node: NodeImport): Constant[] {
  return node.inputs.map((_input, i) => {
    const constant = node.constant(i, 'an operand');
    return constant.quant === undefined ? constant : realValues(constant);
  });
}

/** Combines all inputs. The result's type is that of input `typeFrom`, unless given. */
function combine(
  compute: (values: readonly number[], real: boolean) => number,
  { result, typeFrom = 0 }: { result?: ElementType; typeFrom?: number } = {},
): Convert {
  return (node) => {
    const inputs = operands(node);
    const { type: own } = inputs[typeFrom] ?? node.constant(0, 'an operand');
    const shape = broadcastShape(
      node,
      inputs.map((input) => input.shape),
    );
    const count = elementCount(shape);
    node.reserve(count);
    const wide = inputs.map((input) => stretched(node, input, shape).data);
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

const each = (compute: (value: number) => number) => combine(([value]) => compute(value!));
const both = (compute: (a: number, b: number) => number) => combine(([a, b]) => compute(a!, b!));
const truth = (compute: (a: number, b: number) => boolean) =>
  combine(([a, b]) => (compute(a!, b!) ? 1 : 0), { result: 'bool' });

/** Division: of integers, towards zero. */
const divide = combine(([a, b], real) => (real ? a! / b! : Math.trunc(a! / b!)));

/** To the nearest integer, halves to even. */
function round(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (Math.abs(down) % 2) : Math.round(value);
}

/** One of two by a condition. Select's condition may be a vector for rows, which only equal shapes leave aside. */
const select = combine(([condition, a, b]) => (condition! !== 0 ? a! : b!), { typeFrom: 1 });

const cast: Convert = (node) => {
  const [value] = operands(node);
  const number = node.dataType('DstT');
  const type = storedType(number)?.type;
  if (value === undefined || type === undefined) throw node.error(`casts to ${typeName(number)}`);
  node.reserve(value.data.length);
  const data = numbersFor(type, value.data.length);
  const change =
    type === 'bool' ? (x: number) => (x === 0 ? 0 : 1) : isReal(type) ? (x: number) => x : Math.trunc;
  for (let i = 0; i < data.length; i++) data[i] = change(value.data[i]!);
  return constantOf(type, value.shape, data);
};

const add = combine((values) => values.reduce((sum, value) => sum + value, 0));

export const arithmetic: Operators = {
  Abs: each(Math.abs),
  Add: add,
  AddN: add,
  AddV2: add,
  BiasAdd: add,
  Cast: cast,
  Ceil: each(Math.ceil),
  Div: divide,
  DivNoNan: both((a, b) => (b === 0 ? 0 : a / b)),
  Equal: truth((a, b) => a === b),
  Exp: each(Math.exp),
  Floor: each(Math.floor),
  FloorDiv: both((a, b) => Math.floor(a / b)),
  FloorMod: both((a, b) => a - b * Math.floor(a / b)),
  Greater: truth((a, b) => a > b),
  GreaterEqual: truth((a, b) => a >= b),
  Inv: each((value) => 1 / value),
  Less: truth((a, b) => a < b),
  LessEqual: truth((a, b) => a <= b),
  Log: each(Math.log),
  LogicalAnd: truth((a, b) => a !== 0 && b !== 0),
  LogicalNot: each((value) => (value === 0 ? 1 : 0)),
  LogicalOr: truth((a, b) => a !== 0 || b !== 0),
  Maximum: both(Math.max),
  Minimum: both(Math.min),
  Mul: both((a, b) => a * b),
  Neg: each((value) => -value),
  NotEqual: truth((a, b) => a !== b),
  Pow: both((a, b) => a ** b),
  RealDiv: divide,
  Reciprocal: each((value) => 1 / value),
  Round: each(round),
  Rsqrt: each((value) => 1 / Math.sqrt(value)),
  Select: select,
  SelectV2: select,
  Sign: each(Math.sign),
  Sqrt: each(Math.sqrt),
  Square: each((value) => value * value),
  SquaredDifference: both((a, b) => (a - b) ** 2),
  Sub: both((a, b) => a - b),
  TruncateDiv: divide,
  TruncateMod: both((a, b) => a % b),
};
