/** Arithmetic on constants, element by element. */
import { elementCount } from '../../../graph/graph.ts';
import { broadcastShape, stretched } from './broadcast.ts';
import { type Constant, constantOf } from './constant.ts';
import { type ElementType, isReal, numbersFor } from './element-types.ts';
import { type FoldingNode, operands } from './folding-node.ts';

/** Computes a constant of those that are an operator's inputs. */
export type Fold = (node: FoldingNode) => Constant;

/** Combines all inputs, stretched to one shape. The result's type is that of input `typeFrom`, unless given. */
export function combine(
  compute: (values: readonly number[], real: boolean) => number,
  { result, typeFrom = 0 }: { result?: ElementType; typeFrom?: number } = {},
): Fold {
  return (node) => {
    const inputs = operands(node);
    const own = inputs[typeFrom]?.type;
    if (own === undefined) throw node.error('lacks an input');
    const shape = broadcastShape(
      node,
      inputs.map((input) => input.shape),
    );
    const count = elementCount(shape);
    node.reserve(count * inputs.length);
    const wide = inputs.map((input) => stretched(input, shape).data);
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
export const each = (compute: (value: number) => number): Fold => combine(([value]) => compute(value!));

/** An operation of two inputs. */
export const both = (compute: (a: number, b: number) => number): Fold => combine(([a, b]) => compute(a!, b!));

/** A comparison. */
export const truth = (compute: (a: number, b: number) => boolean): Fold =>
  combine(([a, b]) => (compute(a!, b!) ? 1 : 0), { result: 'bool' });

/** The sum of all inputs. */
export const add = combine((values) => values.reduce((sum, value) => sum + value, 0));

/** Division: of integers, towards zero. */
export const divide = combine(([a, b], real) => (real ? a! / b! : Math.trunc(a! / b!)));

/** One of two by a condition. */
export const select = combine(([condition, a, b]) => (condition! !== 0 ? a! : b!), { typeFrom: 1 });

/** Another element type, real numbers truncated. */
export function cast(node: FoldingNode, type: ElementType): Constant {
  const [value] = operands(node);
  if (value === undefined) throw node.error('has no inputs');
  node.reserve(value.data.length);
  const data = numbersFor(type, value.data.length);
  const change =
    type === 'bool' ? (x: number) => (x === 0 ? 0 : 1) : isReal(type) ? (x: number) => x : Math.trunc;
  for (let i = 0; i < data.length; i++) data[i] = change(value.data[i]!);
  return constantOf(type, value.shape, data);
}

/** Operators that are called the same in ONNX and TensorFlow. */
export const ELEMENTWISE: Readonly<Record<string, Fold>> = {
  Abs: each(Math.abs),
  Add: add,
  Ceil: each(Math.ceil),
  Div: divide,
  Equal: truth((a, b) => a === b),
  Exp: each(Math.exp),
  Floor: each(Math.floor),
  Greater: truth((a, b) => a > b),
  Less: truth((a, b) => a < b),
  Log: each(Math.log),
  Mul: both((a, b) => a * b),
  Neg: each((value) => -value),
  Pow: both((a, b) => a ** b),
  Reciprocal: each((value) => 1 / value),
  Sign: each(Math.sign),
  Sqrt: each(Math.sqrt),
  Sub: both((a, b) => a - b),
};
