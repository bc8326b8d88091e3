import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { elementCount, type Tensor } from '../../src/graph/graph.ts';
import { opDef } from '../../src/ops/index.ts';
import { graphOf, nodeOf, quant } from './single-op.ts';

/** Numbers that files hold, and those that they should not hold. */
const dims = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
  fc.constantFrom(0, 255, 2 ** 16),
);
const numbers = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
  fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)),
);

/** Bytes of the widest element type below. */
const LARGEST_ELEMENT = 4;

const tensors: fc.Arbitrary<Tensor> = fc
  .record({
    shape: fc.oneof(
      { weight: 4, arbitrary: fc.array(dims, { minLength: 4, maxLength: 4 }) },
      fc.array(dims, { maxLength: 5 }),
    ),
    dtype: fc.oneof(
      { weight: 8, arbitrary: fc.constant('int8' as const) },
      fc.constantFrom('int32', 'float32', 'int16'),
    ),
    quant: fc.option(
      fc.oneof(
        fc.constant(quant(0.1)),
        fc.record({
          scale: fc.array(fc.constantFrom(0.1, 1e-30, 1e30), { minLength: 1, maxLength: 4 }),
          zeroPoint: fc.array(fc.constantFrom(0, 1, -128), { minLength: 4, maxLength: 4 }),
          axis: fc.integer({ min: 0, max: 4 }),
        }),
      ),
      { nil: undefined, freq: 8 },
    ),
  })
  // validateGraph sees to it that tensors have less than 2 GB.
  .filter(({ shape }) => elementCount(shape) * LARGEST_ELEMENT < 2 ** 31)
  .map(({ quant: params, ...tensor }) => ({ name: '', ...tensor, ...(params && { quant: params }) }));

const attrs = fc.record({
  padding: fc.constantFrom('SAME', 'VALID'),
  activation: fc.constantFrom('NONE', 'RELU', 'RELU6', 'TANH'),
  strideW: numbers,
  strideH: numbers,
  dilationW: numbers,
  dilationH: numbers,
  filterW: numbers,
  filterH: numbers,
  depthMultiplier: numbers,
  weightsFormat: fc.constantFrom('DEFAULT', 'SHUFFLED4x16INT8'),
  keepNumDims: fc.boolean(),
  quantizedBiasType: fc.constantFrom('FLOAT32', 'INT32', 'INT64'),
  adjX: fc.boolean(),
  adjY: fc.boolean(),
  keepDims: fc.boolean(),
  alpha: fc.constantFrom(0.2, 0, -3, 1e30, 1e-30),
  beta: fc.constantFrom(1, 0, -1, 1e30, 1e-30),
  newShape: fc.array(numbers, { maxLength: 5 }),
});

/** A result, or the error that a user may see; anything else that is thrown fails the test. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    expect(error.message).toMatch(/^operator 0 \(/);
    return undefined;
  }
}

/** Whether a number is one that a kernel's field can hold. */
const isInt32 = (value: number) => Number.isInteger(value) && value === (value | 0);

describe.each([
  'CONV_2D',
  'DEPTHWISE_CONV_2D',
  'FULLY_CONNECTED',
  'AVERAGE_POOL_2D',
  'MAX_POOL_2D',
  'RESHAPE',
  'TRANSPOSE_CONV',
  'BATCH_MATMUL',
  'ADD',
  'SUB',
  'MUL',
  'DIV',
  'MAXIMUM',
  'SQUARED_DIFFERENCE',
  'PRELU',
  'LESS',
  'LOGICAL_OR',
  'LOGICAL_NOT',
  'SELECT_V2',
  'ADD_N',
  'RELU',
  'RELU6',
  'LEAKY_RELU',
  'HARD_SWISH',
  'ELU',
  'TANH',
  'LOGISTIC',
  'SOFTMAX',
  'LOG_SOFTMAX',
  'L2_NORMALIZATION',
  'ABS',
  'RSQRT',
  'MEAN',
  'SUM',
  'REDUCE_MAX',
  'REDUCE_ALL',
  'ARG_MAX',
  'CUMSUM',
  'QUANTIZE',
])('%s from a damaged file', (type) => {
  const def = opDef(type, 0);

  it('gives a sound answer or an error for the user', () => {
    const inputs = fc
      .array(fc.option(tensors, { freq: 12 }), { maxLength: 4 })
      // validateGraph sees to it that only constants are empty.
      .filter(([first]) => !first?.shape.includes(0));
    fc.assert(
      fc.property(inputs, tensors, attrs, (given, output, values) => {
        const node = nodeOf(graphOf(type, given, values, output));
        const shapes = attempt(() => def.shapes(node));
        const calls = attempt(() => def.kernels(node));
        if (shapes === undefined) expect(calls).toBeUndefined();
        else for (const dim of shapes.flat()) expect(Number.isInteger(dim) && dim >= 1).toBe(true);
        for (const field of calls?.flatMap((call) => call.fields) ?? []) {
          const held = field.type === 'table' ? field.values : [field.value];
          const sound = field.type === 'float' ? Number.isFinite : isInt32;
          expect(held.length > 0 && held.every(sound)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
