/** Functions of single elements. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';

/** One operator of TFLite. */
const simple =
  (type: string): Convert =>
  (node) =>
    node.result(type, [node.tensor(0)]);

/** What `compute` makes of the input's tensor. */
const elementwise =
  (compute: (node: NodeImport, tensor: number) => number): Convert =>
  (node) =>
    node.known(compute(node, node.tensor(0)));

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

function selu(node: NodeImport, tensor: number): number {
  const negative = node.op('MINIMUM', [node.op('ELU', [tensor]), node.reals([0])]);
  const sum = node.op('ADD', [node.op('RELU', [tensor]), node.times(negative, SELU_ALPHA)]);
  return node.times(sum, SELU_SCALE);
}

/** x / (1 + |x|). */
function softsign(node: NodeImport, tensor: number): number {
  return node.op('DIV', [tensor, node.plus(node.op('ABS', [tensor]), 1)]);
}

/** Normalizes along the last dimension. TensorFlow's own operators know no other. */
const normalized =
  (type: string, attrs: { beta?: number } = {}): Convert =>
  (node) =>
    node.result(type, [node.tensor(0)], attrs);

export const activations: Operators = {
  Abs: simple('ABS'),
  Elu: simple('ELU'),
  LeakyRelu: (node) => node.result('LEAKY_RELU', [node.tensor(0)], { alpha: node.float('alpha', 0.2) }),
  LogSoftmax: normalized('LOG_SOFTMAX'),
  Relu: simple('RELU'),
  Relu6: simple('RELU6'),
  Selu: elementwise(selu),
  Sigmoid: simple('LOGISTIC'),
  Softmax: normalized('SOFTMAX', { beta: 1 }),
  Softsign: elementwise(softsign),
  Tanh: simple('TANH'),
};
