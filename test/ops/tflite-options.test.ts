import { describe, expect, it } from 'vitest';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import type { Attributes, Tensor } from '../../src/graph/graph.ts';
import { graphOf, int32, real, shaped } from './single-op.ts';

/** Options that differ from their defaults and, where they are numbers, from one another. */
const CASES: readonly (readonly [string, readonly (Tensor | null)[], Attributes])[] = [
  [
    'CONV_2D',
    [real([1, 30, 30, 2]), real([1, 2, 3, 2], new Array(12).fill(1)), null],
    {
      padding: 'VALID',
      strideW: 2,
      strideH: 3,
      activation: 'RELU6',
      dilationW: 4,
      dilationH: 5,
      quantizedBiasType: 'INT32',
    },
  ],
  [
    'TRANSPOSE_CONV',
    [int32([1, 9, 9, 2]), real([2, 2, 3, 1], new Array(12).fill(1)), real([1, 4, 4, 1])],
    { padding: 'VALID', strideW: 3, strideH: 2, activation: 'RELU', quantizedBiasType: 'INT64' },
  ],
  ['BATCH_MATMUL', [real([2, 3]), real([2, 3])], { adjX: true, adjY: false, asymmetricQuantizeInputs: true }],
  [
    'DEPTHWISE_CONV_2D',
    [real([1, 30, 30, 1]), real([1, 2, 3, 6], new Array(36).fill(1))],
    {
      padding: 'VALID',
      strideW: 2,
      strideH: 3,
      depthMultiplier: 6,
      activation: 'RELU_N1_TO_1',
      dilationW: 4,
      dilationH: 5,
    },
  ],
  [
    'FULLY_CONNECTED',
    [real([1, 3]), real([1, 3], [1, 2, 3])],
    {
      activation: 'RELU',
      weightsFormat: 'DEFAULT',
      keepNumDims: true,
      asymmetricQuantizeInputs: true,
      quantizedBiasType: 'INT32',
    },
  ],
  ...['AVERAGE_POOL_2D', 'MAX_POOL_2D'].map(
    (type) =>
      [
        type,
        [real([1, 30, 30, 2])],
        { padding: 'VALID', strideW: 2, strideH: 3, filterW: 4, filterH: 5, activation: 'RELU6' },
      ] as const,
  ),
  ...['ADD', 'SUB'].map(
    (type) => [type, [real([2]), real([2])], { activation: 'RELU6', potScaleInt16: false }] as const,
  ),
  ...['MUL', 'DIV'].map((type) => [type, [real([2]), real([2])], { activation: 'RELU_N1_TO_1' }] as const),
  ['RESHAPE', [real([2, 3])], { newShape: [-1, 2] }],
  ['RESHAPE', [real([2, 3]), int32([6])], { newShape: [] }],
];

describe('options in .tflite', () => {
  it.each(CASES)('%s keeps them', (type, inputs, attrs) => {
    const graph = shaped(graphOf(type, inputs, attrs));
    const [op] = readTflite(writeTflite(graph), 'test.tflite').ops;
    expect(op).toEqual(graph.ops[0]);
  });
});
