/** Operators that are known and cannot be imported, each with the reason and what to do. */
import type { Operators } from '../node-import.ts';

const LOOP = [
  'is a loop, which is not supported',
  'Give the .keras file of the model, or unroll its recurrent layers (unroll=True).',
] as const;
const TABLE = [
  'looks up texts or tables',
  'Leave the pre-processing out of the exported model, and give the network its numbers.',
] as const;
const NO_KERNEL = [
  'has no integer kernel on microcontrollers',
  'Replace it in the network by operators that have one, e.g. relu or swish for an activation.',
] as const;
const DATA_SHAPE = [
  'gives a shape that depends on the data',
  'Leave the post-processing out of the model.',
] as const;

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  While: LOOP,
  StatelessWhile: LOOP,
  Enter: LOOP,
  TensorListFromTensor: LOOP,
  TensorListReserve: LOOP,
  TensorArrayV3: LOOP,
  HashTableV2: TABLE,
  LookupTableFindV2: TABLE,
  StringSplitV2: TABLE,
  DecodeJpeg: TABLE,
  DecodeWav: TABLE,
  Ceil: NO_KERNEL,
  Cos: NO_KERNEL,
  Exp: NO_KERNEL,
  Log: NO_KERNEL,
  LRN: [NO_KERNEL[0], 'Train with batch normalization, which costs nothing once it is folded.'],
  Prod: NO_KERNEL,
  Round: NO_KERNEL,
  Sin: NO_KERNEL,
  Softplus: NO_KERNEL,
  Conv3D: [NO_KERNEL[0], 'TFLite Micro has kernels for one and two dimensions only.'],
  CudnnRNN: ['runs on graphics cards only', 'Give the .keras file of the model.'],
  CudnnRNNV3: ['runs on graphics cards only', 'Give the .keras file of the model.'],
  NonMaxSuppressionV3: DATA_SHAPE,
  NonMaxSuppressionV4: DATA_SHAPE,
  NonMaxSuppressionV5: DATA_SHAPE,
  TopKV2: ['is not supported', 'Leave the post-processing out of the model, or use argmax.'],
  Where: DATA_SHAPE,
};

export const refused: Operators = Object.fromEntries(
  Object.entries(REASONS).map(([type, [reason, hint]]) => [
    type,
    (node) => {
      throw node.error(reason, hint);
    },
  ]),
);
