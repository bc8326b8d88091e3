/** Functions of single elements. */
import { constantLike, inPlace, unmixed } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import type { Activation } from '../values.ts';

/** An operator that computes each element from the same element of its first input. */
export const elementwise =
  (compute: (node: NodeImport, tensor: number) => number, nonNegative = false): Convert =>
  (node): Activation => {
    const value = node.activation(0);
    const result = inPlace(value, compute(node, value.tensor));
    return nonNegative ? { ...result, nonNegative } : result;
  };

/** One operator of TFLite. */
const simple = (type: string, nonNegative = false) =>
  elementwise((node, tensor) => node.op(type, [tensor]), nonNegative);

/** A tensor times a number; itself for 1. */
export function times(node: NodeImport, tensor: number, factor: number): number {
  return factor === 1 ? tensor : node.op('MUL', [tensor, node.reals([factor])]);
}

/** A tensor plus a number; itself for 0. */
export function plus(node: NodeImport, tensor: number, summand: number): number {
  return summand === 0 ? tensor : node.op('ADD', [tensor, node.reals([summand])]);
}

/** max(0, min(1, αx + β)), as a sixth of RELU6 of six times as much. */
const hardSigmoid = elementwise((node, tensor) => {
  const [alpha, beta] = [node.attributes.float('alpha', 0.2), node.attributes.float('beta', 0.5)];
  const six = (value: number) => Math.round(value * 6e6) / 1e6;
  const line = plus(node, times(node, tensor, six(alpha)), six(beta));
  return times(node, node.op('RELU6', [line]), 1 / 6);
}, true);

/** x · tanh form of the Gaussian: the only one that can be had of integer kernels. */
const gelu = elementwise((node, tensor) => {
  if (node.attributes.text('approximate', 'none') !== 'tanh') {
    throw node.error(
      'needs the error function, which has no integer kernel on microcontrollers',
      'Train or export with the tanh form: nn.GELU(approximate="tanh"), which differs by less than 0.001.',
    );
  }
  const cube = node.op('MUL', [node.op('MUL', [tensor, tensor]), tensor]);
  const inner = node.op('ADD', [tensor, times(node, cube, 0.044715)]);
  const bend = node.op('TANH', [times(node, inner, Math.sqrt(2 / Math.PI))]);
  return node.op('MUL', [times(node, tensor, 0.5), plus(node, bend, 1)]);
});

/** x for x ≥ 0, α(eˣ − 1) below; TFLite knows it with α = 1. */
const elu: Convert = elementwise((node, tensor) => {
  const alpha = node.attributes.float('alpha', 1);
  const one = node.op('ELU', [tensor]);
  if (alpha === 1) return one;
  const negative = node.op('MINIMUM', [one, node.reals([0])]);
  return node.op('ADD', [node.op('RELU', [tensor]), times(node, negative, alpha)]);
});

/** γ · (x for x ≥ 0, α(eˣ − 1) below). */
const selu = elementwise((node, tensor) => {
  const [alpha, gamma] = [
    node.attributes.float('alpha', 1.6732632),
    node.attributes.float('gamma', 1.050701),
  ];
  const negative = node.op('MINIMUM', [node.op('ELU', [tensor]), node.reals([0])]);
  const sum = node.op('ADD', [node.op('RELU', [tensor]), times(node, negative, alpha)]);
  return times(node, sum, gamma);
});

/** x · sigmoid(αx). */
const swish = elementwise((node, tensor) => {
  const inner = times(node, tensor, node.attributes.float('alpha', 1));
  return node.op('MUL', [tensor, node.op('LOGISTIC', [inner])]);
});

/** x / (1 + |x|). */
const softsign = elementwise((node, tensor) => {
  const below = plus(node, node.op('ABS', [tensor]), 1);
  return node.op('DIV', [tensor, below]);
});

/** PRelu: the slopes may be one for all, or one for each channel. */
const prelu: Convert = (node) => {
  const value = unmixed(node, node.activation(0));
  const slope = node.constant(1, 'slopes');
  if (slope.data.length === 1) {
    const alpha = node.scalar(1, 'slopes')!;
    return inPlace(value, node.op('LEAKY_RELU', [value.tensor], { alpha }));
  }
  if (slope.shape.length > value.shape.length)
    throw node.error('has slopes of more dimensions than its input');
  return inPlace(
    value,
    node.op('PRELU', [value.tensor, node.addConstant(constantLike(slope, value), 'slopes')]),
  );
};

export const activations: Operators = {
  Relu: simple('RELU', true),
  Sigmoid: simple('LOGISTIC', true),
  Tanh: simple('TANH'),
  Abs: simple('ABS', true),
  HardSwish: simple('HARD_SWISH'),
  Neg: elementwise((node, tensor) => times(node, tensor, -1)),
  LeakyRelu: elementwise((node, tensor) =>
    node.op('LEAKY_RELU', [tensor], { alpha: node.attributes.float('alpha', 0.01) }),
  ),
  Elu: elu,
  Selu: selu,
  HardSigmoid: hardSigmoid,
  Swish: swish,
  Softsign: softsign,
  Gelu: gelu,
  PRelu: prelu,
};
