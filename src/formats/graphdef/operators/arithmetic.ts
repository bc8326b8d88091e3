/** Arithmetic of two or more inputs, with broadcasting. */
import { isRealConstant, mapped, realValues } from '../../support/constants/constant.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { withNoise } from '../noise.ts';
import { type Computed, computed } from '../values.ts';
import { asPrelu } from './prelu.ts';

/** An operator of TFLite of two inputs. */
const two = (type: string) => (node: NodeImport) => node.result(type, [node.tensor(0), node.tensor(1)]);

/** A sum; a rectifier plus a multiple of its mirror image is a rectifier with slopes. */
const add: Convert = (node) => asPrelu(node) ?? two('ADD')(node);

const addN: Convert = (node) => {
  const tensors = node.inputs.map((_input, i) => node.tensor(i));
  if (tensors.length === 0) throw node.error('has no inputs');
  return computed(tensors.reduce((sum, tensor) => node.op('ADD', [sum, tensor])));
};

const biasAdd: Convert = (node) => {
  if (node.text('data_format', 'NHWC') !== 'NHWC' && node.shape(0).length > 2) {
    throw node.error(
      'adds a bias to channels before height and width',
      'Build the model with data_format="channels_last": microcontrollers have no other kernels.',
    );
  }
  return two('ADD')(node);
};

/** Division by constants is multiplication. */
const divide: Convert = (node): Computed => {
  const divisor = node.value(1);
  if (divisor.kind !== 'constant' || !isRealConstant(divisor)) return two('DIV')(node);
  if (realValues(divisor).data.some((value) => value === 0)) throw node.error('divides by 0');
  return node.result('MUL', [node.tensor(0), node.addConstant(mapped(divisor, (value) => 1 / value))]);
};

export const arithmetic: Operators = {
  Add: withNoise(add),
  AddN: addN,
  AddV2: withNoise(add),
  BiasAdd: biasAdd,
  Div: withNoise(divide),
  DivNoNan: divide,
  Maximum: two('MAXIMUM'),
  Minimum: two('MINIMUM'),
  Mul: withNoise(two('MUL')),
  RealDiv: withNoise(divide),
  SquaredDifference: two('SQUARED_DIFFERENCE'),
  Sub: withNoise(two('SUB')),
};
