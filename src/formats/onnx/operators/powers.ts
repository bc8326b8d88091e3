/** Sqrt, Reciprocal and Pow: by the reciprocal square root and by products, which have integer kernels. */
import { constantOf } from '../../support/constants/constant.ts';
import { inPlace } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import type { Activation } from '../values.ts';
import { byRoot } from './arithmetic.ts';

const ONE = constantOf('float32', [], Float32Array.of(1));

/** √x = x · 1/√x. Where another operator divides by it, it is left out. */
function root(node: NodeImport, value: Activation): Activation {
  const tensor = node.op('MUL', [value.tensor, node.op('RSQRT', [value.tensor])]);
  return { ...inPlace(value, tensor), squared: value, nonNegative: true };
}

const reciprocal: Convert = (node) => {
  const value = node.activation(0);
  if (value.squared !== undefined) return byRoot(node, ONE, value.squared);
  return inPlace(value, node.op('DIV', [node.reals([1]), value.tensor]));
};

const pow: Convert = (node) => {
  const value = node.activation(0);
  const exponent = node.scalar(1, 'an exponent');
  const { tensor } = value;
  const squared = () => node.op('MUL', [tensor, tensor]);
  switch (exponent) {
    case 1:
      return value;
    case 2:
      return { ...inPlace(value, squared()), nonNegative: true };
    case 3:
      return inPlace(value, node.op('MUL', [squared(), tensor]));
    case 4: {
      const square = squared();
      return { ...inPlace(value, node.op('MUL', [square, square])), nonNegative: true };
    }
    case 0.5:
      return root(node, value);
    case -0.5:
      return byRoot(node, ONE, value);
    case -1:
      return reciprocal(node);
    default:
      throw node.error(
        `raises to the power of ${exponent}, which has no integer kernel on microcontrollers`,
        'Powers of −1, −1/2, 1/2, 1, 2, 3 and 4 can be imported.',
      );
  }
};

export const powers: Operators = {
  Sqrt: (node) => root(node, node.activation(0)),
  Reciprocal: reciprocal,
  Pow: pow,
};
