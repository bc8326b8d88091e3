/** GATHER: every axis, batch dimensions, positions of any shape, constant or not; both types. */
import type { DType } from '../../../src/graph/dtype.ts';
import { longs, output, typed, withPositions } from '../moved.ts';
import type { Case, Cases } from '../network.ts';
import { integers, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (
    data: readonly number[],
    by: readonly number[],
    attrs: { axis: number; batchDims: number },
    dtype: DType = 'int8',
  ) => {
    const graph = single('GATHER', [typed(data, dtype), typed(by, 'int32')], output(dtype), attrs);
    const choices = data.at(attrs.axis)!;
    const name = `${dtype} [${data}] by [${by}] ${JSON.stringify(attrs)}`;
    list.push(withPositions(random, name, graph, () => random.integer(0, choices - 1)));
  };
  for (const axis of [0, 1, 2, -1, -2, -3]) add([4, 3, 5], [2], { axis, batchDims: 0 });
  add([9], [4], { axis: 0, batchDims: 0 });
  add([9], [], { axis: 0, batchDims: 0 });
  add([4, 3], [], { axis: 1, batchDims: 0 });
  add([4, 3], [2, 3], { axis: 0, batchDims: 0 });
  add([4, 3], [2, 3], { axis: 1, batchDims: 0 });
  add([1, 5, 7, 3], [2, 2], { axis: 2, batchDims: 0 });
  add([2, 5, 3], [2, 4], { axis: 1, batchDims: 1 });
  add([2, 5, 3], [2, 4], { axis: 2, batchDims: 1 });
  add([2, 3, 4, 2], [2, 3, 2], { axis: 2, batchDims: 2 });
  add([2, 3, 4, 2], [2, 3, 2], { axis: 3, batchDims: -1 });
  add([2, 5], [2], { axis: 1, batchDims: 1 });
  add([2, 5, 3], [2], { axis: -2, batchDims: 1 });
  for (const [axis, batchDims] of [
    [0, 0],
    [2, 0],
    [1, 1],
  ] as const) {
    add([3, 4, 2], [3, 2], { axis, batchDims }, 'float32');
  }
  const plain = { axis: 1, batchDims: 0 };
  const constant = single('GATHER', [typed([2, 5]), integers([4, 0, 4])], output(), plain);
  list.push(withSamples(random, 'constant positions', constant));
  const table = { ...typed([5, 3]), data: random.int8(15) };
  const lookup = single('GATHER', [table, typed([4], 'int32')], output(), { axis: 0, batchDims: 0 });
  list.push(withPositions(random, 'constant table', lookup, () => random.integer(0, 4)));

  const refuse = (
    name: string,
    inputs: Parameters<typeof single>[1],
    attrs: { axis: number; batchDims: number },
  ) => {
    const graph = single('GATHER', inputs, { ...output(inputs[0]!.dtype), shape: [2, 2] }, attrs);
    list.push(withSamples(random, `refused: ${name}`, graph));
  };
  refuse('int16', [typed([2, 5], 'int16'), integers([0, 1])], plain);
  refuse('int64 positions', [typed([2, 5]), longs([0, 1])], plain);
  refuse('axis out of range', [typed([2, 5]), integers([0, 1])], { axis: 2, batchDims: 0 });
  refuse('batch dimensions beyond the axis', [typed([2, 2]), integers([0, 1, 1, 0], [2, 2])], {
    axis: 0,
    batchDims: 1,
  });
  refuse('batch dimensions that differ', [typed([2, 5]), integers([0, 1, 0], [3])], {
    axis: 1,
    batchDims: 1,
  });
  return list;
};

export default cases;
