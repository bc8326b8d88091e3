/** Operators that are known and cannot be imported, each with the reason and what to do. */
import type { Operators } from '../node-import.ts';

const CONTROL = [
  'runs a part of the network on conditions, which is not supported',
  'Export the model without control flow: trace it with an example input instead of scripting it.',
] as const;
const DYNAMIC = [
  'takes its quantization from each input anew, which is not supported',
  'Quantize statically (onnxruntime.quantization.quantize_static), or give the float model.',
] as const;
const NO_KERNEL = [
  'has no integer kernel on microcontrollers',
  'Replace it in the network by operators that have one, e.g. Relu or HardSwish for an activation.',
] as const;

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  If: CONTROL,
  Loop: CONTROL,
  Scan: CONTROL,
  SequenceMap: CONTROL,
  ConvInteger: DYNAMIC,
  MatMulInteger: DYNAMIC,
  DynamicQuantizeLinear: DYNAMIC,
  DynamicQuantizeLSTM: DYNAMIC,
  DynamicQuantizeMatMul: DYNAMIC,
  Einsum: ['is not supported', 'Write it as Transpose, MatMul and Reshape.'],
  Mish: NO_KERNEL,
  Softplus: NO_KERNEL,
  Erf: [
    'has no integer kernel on microcontrollers',
    'If it belongs to a GELU: use its tanh form, nn.GELU(approximate="tanh"), which differs by less than 0.001.',
  ],
  Exp: NO_KERNEL,
  Log: NO_KERNEL,
  Sin: NO_KERNEL,
  Cos: NO_KERNEL,
  Floor: NO_KERNEL,
  Ceil: NO_KERNEL,
  Round: NO_KERNEL,
  Celu: NO_KERNEL,
  NonZero: ['gives a shape that depends on the data', 'Export the model with fixed shapes.'],
  NonMaxSuppression: [
    'gives a shape that depends on the data',
    'Leave the post-processing out of the model.',
  ],
  TopK: ['is not supported', 'Leave the post-processing out of the model, or use ArgMax.'],
  RNN: ['is not supported', 'Use LSTM or GRU.'],
};

export const refused: Operators = Object.fromEntries(
  Object.entries(REASONS).map(([type, [reason, hint]]) => [
    type,
    (node) => {
      throw node.error(reason, hint);
    },
  ]),
);
