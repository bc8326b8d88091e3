/** Arithmetic of two or more inputs, with broadcasting. */
import { isRealConstant, mapped, realValues, scalarOf } from '../../support/constants/constant.ts';
import { aligned, inPlace } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import type { Activation, Value } from '../values.ts';
import { times } from './activations.ts';

/** An operator of TFLite of two inputs. */
export function binary(node: NodeImport, type: string, a: Value, b: Value): Activation {
  const { tensors, like } = aligned(node, [a, b]);
  return inPlace(like, node.op(type, tensors));
}

const two =
  (type: string): Convert =>
  (node) =>
    binary(node, type, node.value(0), node.value(1));

/** Any number of inputs, combined two by two. */
function chain(node: NodeImport, type: string): Activation {
  if (node.inputs.length === 0) throw node.error('has no inputs');
  if (node.inputs.length === 1) return node.activation(0);
  return node.inputs
    .map((_input, i) => node.value(i))
    .reduce((sum, value) => binary(node, type, sum, value)) as Activation;
}

const several =
  (type: string): Convert =>
  (node) => {
    const result = chain(node, type);
    const positive = node.inputs.map((value) => value?.kind === 'activation' && value.nonNegative === true);
    const all = type === 'MAXIMUM' ? positive.some(Boolean) : positive.every(Boolean);
    return all ? { ...result, nonNegative: true } : result;
  };

const mean: Convert = (node) => {
  const sum = chain(node, 'ADD');
  return inPlace(sum, times(node, sum.tensor, 1 / node.inputs.length));
};

/** A value by a square root that nothing else needs: by its reciprocal, which has an integer kernel. */
export function byRoot(node: NodeImport, value: Value, squared: Activation): Activation {
  const reciprocal = inPlace(squared, node.op('RSQRT', [squared.tensor]));
  if (value.kind === 'constant' && scalarOf(value) === 1) return reciprocal;
  return binary(node, 'MUL', value, reciprocal);
}

const divide: Convert = (node) => {
  const [a, b] = [node.value(0), node.value(1)];
  if (b.kind === 'activation' && b.squared !== undefined) return byRoot(node, a, b.squared);
  if (b.kind === 'constant' && isRealConstant(b)) {
    if (realValues(b).data.every((value) => value !== 0)) {
      return binary(node, 'MUL', a, { ...mapped(b, (value) => 1 / value), shape: b.shape });
    }
    throw node.error('divides by 0');
  }
  return binary(node, 'DIV', a, b);
};

export const arithmetic: Operators = {
  Add: two('ADD'),
  Sub: two('SUB'),
  Mul: two('MUL'),
  Div: divide,
  Max: several('MAXIMUM'),
  Min: several('MINIMUM'),
  Sum: several('ADD'),
  Mean: mean,
};
