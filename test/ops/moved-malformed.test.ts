/** Operators that move elements, with constants and options as a damaged file may hold them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import type { DType } from '../../src/graph/dtype.ts';
import { elementCount, type Tensor } from '../../src/graph/graph.ts';
import { OpNode, opDef } from '../../src/ops/index.ts';
import { graphOf, quant } from './single-op.ts';

/** Numbers that fit small tensors, and those that do not. */
const numbers = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -1, max: 4 }) },
  fc.constantFrom(-4, 255, 2 ** 20, 2 ** 31 - 1, -(2 ** 31)),
);

/** int32 or int64 constants: axes, shapes, borders. */
const constants: fc.Arbitrary<Tensor> = fc
  .record({
    values: fc.array(numbers, { maxLength: 8 }),
    dtype: fc.constantFrom('int32', 'int32', 'int32', 'int64'),
    form: fc.constantFrom('vector', 'vector', 'scalar', 'pairs'),
  })
  .map(({ values, dtype, form }): Tensor => {
    const held =
      form === 'scalar' ? [...values, 0].slice(0, 1) : form === 'pairs' ? [...values, ...values] : values;
    const shape = form === 'scalar' ? [] : form === 'pairs' ? [values.length, 2] : [values.length];
    const data = dtype === 'int64' ? BigInt64Array.from(held, BigInt) : Int32Array.from(held);
    return { name: '', shape, dtype: dtype as DType, data };
  });

const activations: fc.Arbitrary<Tensor> = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
    dtype: fc.constantFrom('int8', 'int8', 'int8', 'int16', 'int32', 'int64', 'bool', 'float32'),
    quantized: fc.boolean(),
  })
  .map(({ shape, dtype, quantized }) => ({
    name: '',
    shape,
    dtype: dtype as DType,
    ...(quantized && { quant: quant(0.1) }),
  }));

const attrs = fc.record({
  axis: numbers,
  batchDims: numbers,
  numSplits: numbers,
  num: numbers,
  valuesCount: numbers,
  blockSize: numbers,
  squeezeDims: fc.array(numbers, { maxLength: 4 }),
  newShape: fc.array(numbers, { maxLength: 4 }),
  mode: fc.constantFrom('REFLECT', 'SYMMETRIC'),
  alignCorners: fc.boolean(),
  halfPixelCenters: fc.boolean(),
  activation: fc.constantFrom('NONE', 'RELU'),
  beginMask: numbers,
  endMask: numbers,
  ellipsisMask: fc.constantFrom(0, 0, 0, 1),
  newAxisMask: fc.constantFrom(0, 0, 0, 1),
  shrinkAxisMask: numbers,
  offset: fc.constantFrom(false, false, false, true),
});

/** What the inputs are: d stands for data, c for a constant. */
const FORMS: readonly (readonly [type: string, inputs: string])[] = [
  ['BATCH_TO_SPACE_ND', 'dcc'],
  ['BROADCAST_ARGS', 'cc'],
  ['BROADCAST_TO', 'dc'],
  ['CAST', 'd'],
  ['CONCATENATION', 'ddd'],
  ['DEPTH_TO_SPACE', 'd'],
  ['DYNAMIC_UPDATE_SLICE', 'ddc'],
  ['EMBEDDING_LOOKUP', 'cd'],
  ['EXPAND_DIMS', 'dc'],
  ['FILL', 'cd'],
  ['GATHER', 'dc'],
  ['GATHER_ND', 'dc'],
  ['MIRROR_PAD', 'dc'],
  ['PACK', 'dd'],
  ['PAD', 'dc'],
  ['PADV2', 'dcd'],
  ['RESHAPE', 'dc'],
  ['RESIZE_BILINEAR', 'dc'],
  ['RESIZE_NEAREST_NEIGHBOR', 'dc'],
  ['REVERSE_V2', 'dc'],
  ['SHAPE', 'd'],
  ['SLICE', 'dcc'],
  ['SPACE_TO_BATCH_ND', 'dcc'],
  ['SPACE_TO_DEPTH', 'd'],
  ['SPLIT', 'cd'],
  ['SPLIT_V', 'dcc'],
  ['SQUEEZE', 'd'],
  ['STRIDED_SLICE', 'dccc'],
  ['TRANSPOSE', 'dc'],
  ['UNPACK', 'd'],
  ['ZEROS_LIKE', 'd'],
];

/** A result, or undefined with an error that a user may see; anything else that is thrown fails the test. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    expect(error.message).toMatch(/^operator 0 \(/);
    return undefined;
  }
}

const isInt32 = (value: number): boolean => Number.isInteger(value) && value === (value | 0);

describe.each(FORMS)('%s from a damaged file', (type, form) => {
  const def = opDef(type, 0);
  const asked = fc.tuple(...[...form].map((kind) => (kind === 'd' ? activations : constants)));
  // Mostly what the operator asks for, sometimes more or less of it, or absent ones.
  const inputs = fc.oneof(
    { weight: 9, arbitrary: asked as fc.Arbitrary<(Tensor | null)[]> },
    fc.array(fc.option(fc.oneof(activations, constants), { freq: 5 }), { maxLength: 4 }),
  );

  it('gives a sound answer or an error for the user', () => {
    fc.assert(
      fc.property(
        inputs,
        activations,
        fc.integer({ min: 1, max: 3 }),
        attrs,
        (given, output, count, values) => {
          const [data] = given.filter((tensor) => tensor !== null && tensor.data === undefined);
          const graph = graphOf(type, given, values, { ...output, dtype: data?.dtype ?? output.dtype });
          const last = graph.tensors.length - 1;
          const outputs = Array.from({ length: count }, (_, o) => last + o);
          const tensors = [...graph.tensors, ...outputs.slice(1).map(() => graph.tensors[last]!)];
          const node = new OpNode({ ...graph, tensors, outputs }, { ...graph.ops[0]!, outputs }, 0);
          const shapes = attempt(() => def.shapes(node));
          // validateGraph sees to it that tensors have less than 2 GB, and that only constants are empty.
          if (shapes?.some((shape) => elementCount(shape) >= 2 ** 28)) return;
          if (given.some((tensor) => tensor?.shape.includes(0)) && shapes?.flat().includes(0)) return;
          const calls = attempt(() => def.kernels(node));
          if (shapes === undefined) expect(calls).toBeUndefined();
          else for (const dim of shapes.flat()) expect(Number.isInteger(dim) && dim >= 1).toBe(true);
          for (const field of calls?.flatMap((call) => call.fields) ?? []) {
            const held = field.type === 'table' ? field.values : [field.value];
            expect(held.length > 0 && (field.type === 'float' || held.every(isInt32))).toBe(true);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
