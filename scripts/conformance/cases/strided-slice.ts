/** STRIDED_SLICE: strides forwards and backwards, ends beyond the tensor, every mask, all types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { output, typed } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

/** What is taken: shape, begin, end, strides, and masks. */
interface Taken {
  readonly shape: readonly number[];
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly masks?: Readonly<Record<string, number>>;
}

const NO_MASKS = {
  beginMask: 0,
  endMask: 0,
  ellipsisMask: 0,
  newAxisMask: 0,
  shrinkAxisMask: 0,
  offset: false,
};

const TAKEN: readonly Taken[] = [
  { shape: [9], begin: [1], end: [8], strides: [1] },
  { shape: [9], begin: [1], end: [8], strides: [3] },
  { shape: [9], begin: [8], end: [1], strides: [-3] },
  { shape: [9], begin: [-3], end: [100], strides: [1] },
  { shape: [9], begin: [-100], end: [-2], strides: [2] },
  { shape: [9], begin: [100], end: [-100], strides: [-2] },
  { shape: [9], begin: [4], end: [4], strides: [1], masks: { shrinkAxisMask: 1 } },
  { shape: [9], begin: [-1], end: [0], strides: [1], masks: { shrinkAxisMask: 1 } },
  { shape: [9], begin: [5], end: [3], strides: [-1], masks: { beginMask: 1 } },
  { shape: [9], begin: [5], end: [3], strides: [-2], masks: { endMask: 1 } },
  { shape: [9], begin: [5], end: [3], strides: [2], masks: { beginMask: 1, endMask: 1 } },
  { shape: [9], begin: [5], end: [3], strides: [-1], masks: { beginMask: 1, endMask: 1 } },
  { shape: [4, 6], begin: [0, 1], end: [4, 6], strides: [2, 2] },
  { shape: [4, 6], begin: [3, 5], end: [0, 0], strides: [-1, -2] },
  { shape: [4, 6], begin: [2, 1], end: [3, 5], strides: [1, 1], masks: { shrinkAxisMask: 1 } },
  { shape: [4, 6], begin: [1, 2], end: [4, 3], strides: [1, 1], masks: { shrinkAxisMask: 2 } },
  { shape: [4, 6], begin: [1, 2], end: [0, 0], strides: [1, 1], masks: { shrinkAxisMask: 3 } },
  { shape: [4, 6], begin: [1, 2], end: [3, 3], strides: [1, 1], masks: { beginMask: 1, endMask: 2 } },
  { shape: [3, 4, 5], begin: [0, 0, 0], end: [3, 4, 5], strides: [1, 1, 1] },
  { shape: [3, 4, 5], begin: [0, 0, 0], end: [3, 4, 5], strides: [2, 3, 4] },
  { shape: [3, 4, 5], begin: [2, 3, 4], end: [0, 0, 0], strides: [-1, 1, -1], masks: { endMask: 7 } },
  {
    shape: [3, 4, 5],
    begin: [0, 1, 0],
    end: [0, 2, 0],
    strides: [1, 1, 1],
    masks: { beginMask: 5, endMask: 5, shrinkAxisMask: 2 },
  },
  { shape: [1, 6, 7, 3], begin: [0, 1, 2, 0], end: [1, 5, 6, 3], strides: [1, 1, 1, 1] },
  { shape: [1, 6, 7, 3], begin: [0, 0, 0, 0], end: [1, 6, 7, 3], strides: [1, 2, 2, 1] },
  { shape: [1, 6, 7, 3], begin: [0, 0, 6, 2], end: [1, 6, 0, 0], strides: [1, 1, -3, -1] },
  {
    shape: [2, 3, 4, 2],
    begin: [1, 0, 0, 1],
    end: [2, 0, 0, 2],
    strides: [1, 1, 2, 1],
    masks: { beginMask: 6, endMask: 6, shrinkAxisMask: 9 },
  },
  { shape: [2, 3, 4, 2], begin: [0, 0, 0, 0], end: [1, 1, 1, 1], strides: [1, 1, 1, 1] },
];

const cases: Cases = (random) => {
  const list: Case[] = [];
  const graphOf = (
    { shape, begin, end, strides, masks }: Taken,
    dtype: DType,
    outputShape?: readonly number[],
  ) =>
    single(
      'STRIDED_SLICE',
      [typed(shape, dtype), integers(begin), integers(end), integers(strides)],
      { ...output(dtype), ...(outputShape && { shape: outputShape }) },
      { ...NO_MASKS, ...masks },
    );
  const add = (taken: Taken, dtype: DType = 'int8') => {
    const { shape, begin, end, strides, masks = {} } = taken;
    const name = `${dtype} [${shape}] from [${begin}] to [${end}] by [${strides}] ${JSON.stringify(masks)}`;
    list.push(withSamples(random, name, graphOf(taken, dtype)));
  };
  for (const taken of TAKEN) add(taken);
  for (const dtype of ['int16', 'int32', 'bool', 'float32'] as const) {
    for (const k of [1, 5, 13, 24]) add(TAKEN[k]!, dtype);
  }
  for (let k = 0; k < 12; k++) {
    const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(2, 5));
    const strides = shape.map(() => random.pick([-2, -1, 1, 2, 3]));
    const edge = (far: boolean) =>
      shape.map((dim, d) =>
        strides[d]! > 0 === far ? random.integer(dim - 1, dim + 1) : random.pick([0, -dim]),
      );
    const masks = { beginMask: random.integer(0, 15), endMask: random.integer(0, 15) };
    const end = edge(true).map((index, d) => (strides[d]! < 0 && index <= 0 ? -99 : index));
    add({ shape, begin: edge(false), end, strides, masks });
  }
  const refuse = (name: string, taken: Taken, outputShape: readonly number[], dtype: DType = 'int8') =>
    list.push(withSamples(random, `refused: ${name}`, graphOf(taken, dtype, outputShape)));
  refuse('int64', TAKEN[0]!, [7], 'int64');
  refuse('a stride of 0', { ...TAKEN[0]!, strides: [0] }, [7]);
  const five = [1, 1, 1, 1, 2];
  refuse(
    '5 dimensions',
    { shape: five, begin: five.map(() => 0), end: five, strides: five.map(() => 1) },
    five,
  );
  return list;
};

export default cases;
