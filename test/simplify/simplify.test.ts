import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/formats/index.ts';
import { elementCount, type Graph } from '../../src/graph/graph.ts';
import { simplify } from '../../src/simplify/index.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { difference, RandomBuilder, types } from './support.ts';

/** Simplifies, and holds the result to what the network computed before. */
async function simplified(graph: Graph): Promise<Graph> {
  const result = await simplify(graph);
  expect(await difference(graph, result)).toBeLessThanOrEqual(1e-5);
  expect(await simplify(result)).toBe(result);
  return result;
}

const NONE = { activation: 'NONE' };
const HWC = [1, 6, 6, 3];

describe.skipIf(!hasShared)('simplify of converted files (skipped: no ../shared)', () => {
  const names = ['ad', 'hello_world', 'kws', 'resnet8'];
  it.each(names.flatMap((name) => [`${name}_float32`, `${name}_int8`]))('%s stays as it is', async (name) => {
    const path = sharedPath('models', `${name}.tflite`);
    const graph = await readModel(readFileSync(path), path);
    expect(await simplify(graph)).toBe(graph);
  });
});

describe('simplify: dead code and identities', () => {
  it('drops what nothing uses, but no input', async () => {
    const b = new RandomBuilder();
    const [x, y] = [b.input('x', HWC), b.input('y', [1, 2])];
    b.op('RELU', [b.op('ADD', [x, x])]);
    const graph = await simplified(b.finish([b.op('LOGISTIC', [x])]));
    expect(types(graph)).toEqual(['LOGISTIC']);
    expect(graph.tensors).toHaveLength(3);
    expect(graph.inputs.map((index) => graph.tensors[index]!.name)).toEqual(['x', 'y']);
    expect(y).toBe(1);
  });

  it('leaves out what changes nothing', async () => {
    const b = new RandomBuilder();
    let x = b.op('LOGISTIC', [b.input('x', HWC)]);
    x = b.op('RESHAPE', [x, b.integers('shape', HWC)]);
    x = b.op('TRANSPOSE', [x, b.integers('order', [0, 1, 2, 3])]);
    x = b.op('MUL', [b.given([1, 1, 1]), x], NONE);
    x = b.op('ADD', [x, b.given([0])], NONE);
    x = b.op('SUB', [x, b.given([0])], NONE);
    x = b.op('PAD', [x, b.integers('paddings', [0, 0, 0, 0, 0, 0, 0, 0], [4, 2])]);
    x = b.op('CONCATENATION', [x], { axis: 3 });
    b.rename(x, 'result');
    const graph = await simplified(b.finish([x]));
    expect(types(graph)).toEqual(['LOGISTIC']);
    expect(graph.tensors[graph.outputs[0]!]!.name).toBe('result');
  });

  it('keeps a factor of 1 that stretches, and one with an activation', async () => {
    const b = new RandomBuilder();
    const wide = b.op('MUL', [b.input('x', [1, 1, 3]), b.given([1, 1], [1, 2, 1])], NONE);
    const clamped = b.op('ADD', [b.input('y', [1, 3]), b.given([0])], { activation: 'RELU6' });
    expect(types(await simplified(b.finish([wide, clamped])))).toEqual(['MUL', 'ADD']);
  });

  it('keeps the only operation between an input and an output', async () => {
    const b = new RandomBuilder();
    const graph = b.finish([b.op('RESHAPE', [b.input('x', [1, 3]), b.integers('shape', [1, 3])])]);
    expect(await simplify(graph)).toBe(graph);
  });
});

describe('simplify: constants', () => {
  it('computes what depends on constants alone', async () => {
    const b = new RandomBuilder();
    const sum = b.op('ADD', [b.numbers([2, 3]), b.numbers([3])], NONE);
    const turned = b.op('TRANSPOSE', [b.op('LOGISTIC', [sum]), b.integers('order', [1, 0])]);
    const shape = b.op('CONCATENATION', [b.integers('one', [1]), b.integers('rest', [3, 2])], { axis: 0 });
    expect(b.tensor(shape).dtype).toBe('int32');
    const graph = await simplified(b.finish([b.op('MUL', [b.input('x', [1, 3, 2]), turned], NONE)]));
    expect(types(graph)).toEqual(['MUL']);
  });

  it('leaves a constant alone that would grow', async () => {
    const b = new RandomBuilder();
    const paddings = b.integers('paddings', [500, 500, 500, 500], [2, 2]);
    const large = b.op('PAD', [b.numbers([2, 2]), paddings]);
    const graph = b.finish([b.op('MUL', [b.input('x', [1, 1]), large], NONE)]);
    expect(await simplify(graph)).toBe(graph);
  });

  it('widens float16 where an operation does', async () => {
    const b = new RandomBuilder();
    const half = b.constant('half', [3], Uint16Array.of(0x3c00, 0xc000, 0x3800), 'float16');
    const wide = b.op('DEQUANTIZE', [half], {}, { dtype: 'float32' });
    const graph = b.finish([b.op('MUL', [b.input('x', [1, 3]), wide], NONE)]);
    const result = await simplified(graph);
    expect(types(result)).toEqual(['MUL']);
    expect([...result.tensors.find(({ data }) => data)!.data!]).toEqual([1, -2, 0.5]);
  });
});

describe('simplify: factors and summands', () => {
  it('folds batch normalization and activation into a convolution, in TensorFlow’s roundings', async () => {
    const b = new RandomBuilder(3);
    const [weights, bias, scale, offset] = [
      b.numbers([4, 3, 3, 3]),
      b.numbers([4]),
      b.numbers([4]),
      b.numbers([4]),
    ];
    const attrs = { padding: 'SAME', strideH: 1, strideW: 1 };
    const conv = b.op('CONV_2D', [b.input('x', HWC), weights, bias], attrs);
    const normal = b.op('ADD', [b.op('MUL', [conv, scale], NONE), offset], NONE);
    const graph = await simplified(b.finish([b.op('RELU', [normal])]));
    expect(types(graph)).toEqual(['CONV_2D']);
    const [op] = graph.ops;
    expect(op!.attrs).toMatchObject({ activation: 'RELU' });
    const at = (index: number): number[] => [...b.tensor(index).data!] as number[];
    expect([...graph.tensors[op!.inputs[1]!]!.data!]).toEqual(
      at(weights).map((value, k) => Math.fround(value * at(scale)[Math.floor(k / 27)]!)),
    );
    expect([...graph.tensors[op!.inputs[2]!]!.data!]).toEqual(
      at(bias).map((value, c) => Math.fround(Math.fround(value * at(scale)[c]!) + at(offset)[c]!)),
    );
  });

  it.each([
    ['DEPTHWISE_CONV_2D', [1, 6, 6, 3], [1, 3, 3, 6], 6, { depthMultiplier: 2 }],
    ['FULLY_CONNECTED', [1, 3], [5, 3], 5, {}],
    ['FULLY_CONNECTED', [2, 4, 3], [5, 3], 5, { keepNumDims: true }],
  ] as const)('folds several after %s', async (type, input, weights, channels, attrs) => {
    const b = new RandomBuilder(4);
    const geometry = type === 'FULLY_CONNECTED' ? {} : { padding: 'SAME', strideH: 2, strideW: 2 };
    let x = b.op(type, [b.input('x', input), b.numbers(weights)], { ...geometry, ...attrs });
    x = b.op('SUB', [x, b.numbers([channels])], NONE);
    x = b.op('MUL', [b.numbers([channels]), x], NONE);
    x = b.op('ADD', [x, b.given([0.5])], NONE);
    x = b.op('MUL', [x, b.numbers([channels], 0.5, 2)], { activation: 'RELU6' });
    const graph = await simplified(b.finish([x]));
    expect(types(graph)).toEqual([type]);
    expect(graph.ops[0]!.attrs).toMatchObject({ activation: 'RELU6' });
  });

  it('folds a factor, but no summand, into a product without bias', async () => {
    const b = new RandomBuilder(5);
    const product = b.op('BATCH_MATMUL', [b.input('x', [1, 4, 3]), b.numbers([3, 5])]);
    const x = b.op('ADD', [b.op('MUL', [product, b.numbers([5])], NONE), b.numbers([5])], NONE);
    expect(types(await simplified(b.finish([x])))).toEqual(['BATCH_MATMUL', 'ADD']);
  });

  it('folds what comes before a convolution, and a summand only where no zeros are around it', async () => {
    const build = (padding: string): Graph => {
      const b = new RandomBuilder(6);
      const scaled = b.op('MUL', [b.input('x', HWC), b.numbers([3])], NONE);
      const shifted = b.op('ADD', [b.op('SUB', [scaled, b.numbers([3])], NONE), b.given([2])], NONE);
      return b.finish([b.conv(shifted, 3, 4, { padding })]);
    };
    expect(types(await simplified(build('VALID')))).toEqual(['CONV_2D']);
    expect(types(await simplified(build('SAME')))).toEqual(['MUL', 'ADD', 'CONV_2D']);
  });

  it('folds a factor before padded weights of each kind', async () => {
    const b = new RandomBuilder(7);
    const attrs = { padding: 'SAME', strideH: 1, strideW: 1 };
    const [x, y] = [b.input('x', HWC), b.input('y', HWC)];
    const deep = b.op(
      'DEPTHWISE_CONV_2D',
      [b.op('MUL', [x, b.numbers([3])], NONE), b.numbers([1, 3, 3, 6])],
      {
        ...attrs,
        depthMultiplier: 2,
      },
    );
    const conv = b.conv(b.op('MUL', [y, b.numbers([1, 1, 1, 3])], NONE), 3, 2);
    expect(types(await simplified(b.finish([deep, conv])))).toEqual(['DEPTHWISE_CONV_2D', 'CONV_2D']);
  });

  it('leaves alone what others read, what is not per channel, and what an activation precedes', async () => {
    const b = new RandomBuilder(8);
    const x = b.input('x', HWC);
    const shared = b.conv(x, 3, 4);
    const first = b.op('MUL', [shared, b.numbers([4])], NONE);
    const second = b.op('MUL', [b.conv(x, 3, 4), b.numbers([1, 6, 6, 4])], NONE);
    const third = b.op('MUL', [b.conv(x, 3, 4, { activation: 'RELU' }), b.numbers([4])], NONE);
    const graph = b.finish([shared, first, second, third]);
    expect(await simplify(graph)).toBe(graph);
  });

  it('merges rows of factors and summands', async () => {
    const b = new RandomBuilder(9);
    let x = b.input('x', HWC);
    for (let k = 0; k < 3; k++) {
      x = b.op('MUL', [x, b.numbers([3], 0.5, 1)], NONE);
      x = b.op(k === 1 ? 'SUB' : 'ADD', [x, b.numbers([3])], NONE);
    }
    expect(types(await simplified(b.finish([x])))).toEqual(['MUL', 'ADD']);
  });
});

describe('simplify: activations and padding', () => {
  it.each([
    [['RELU'], 'RELU'],
    [['RELU6'], 'RELU6'],
    [['RELU', 'RELU6'], 'RELU6'],
    [['MAXIMUM 0', 'MINIMUM 6'], 'RELU6'],
    [['MINIMUM 6', 'MAXIMUM 0'], 'RELU6'],
    [['MAXIMUM -1', 'MINIMUM 1'], 'RELU_N1_TO_1'],
    [['MINIMUM 6', 'RELU'], 'RELU6'],
  ])('fuses %s', async (names, activation) => {
    const b = new RandomBuilder(10);
    let x = b.conv(b.input('x', HWC), 3, 4);
    for (const name of names) {
      const [type, bound] = name.split(' ');
      x = b.op(type!, bound === undefined ? [x] : [x, b.given([Number(bound)], [])]);
    }
    const graph = await simplified(b.finish([x]));
    expect(types(graph)).toEqual(['CONV_2D']);
    expect(graph.ops[0]!.attrs).toMatchObject({ activation });
  });

  it('fuses none into what others read, or where the range is no activation’s', async () => {
    const b = new RandomBuilder(11);
    const x = b.input('x', HWC);
    const shared = b.conv(x, 3, 4);
    const bounded = b.op('MINIMUM', [b.conv(x, 3, 4), b.given([3])]);
    const graph = b.finish([shared, b.op('RELU', [shared]), bounded]);
    expect(await simplify(graph)).toBe(graph);
  });

  it.each([
    [1, [1, 1, 1, 1], true],
    [2, [0, 1, 0, 1], true],
    [2, [1, 1, 1, 1], false],
    [1, [0, 1, 1, 0], false],
    [1, [0, 2, 0, 2], false],
  ])('stride %i after zeros %j: folded %s', async (stride, [top, bottom, left, right], isFolded) => {
    const b = new RandomBuilder(12);
    const paddings = b.integers('paddings', [0, 0, top!, bottom!, left!, right!, 0, 0], [4, 2]);
    const padded = b.op('PAD', [b.input('x', HWC), paddings]);
    const graph = await simplified(
      b.finish([b.conv(padded, 3, 4, { padding: 'VALID', strideH: stride, strideW: stride })]),
    );
    expect(types(graph)).toEqual(isFolded ? ['CONV_2D'] : ['PAD', 'CONV_2D']);
    expect(graph.ops.at(-1)!.attrs).toMatchObject({ padding: isFolded ? 'SAME' : 'VALID' });
  });
});

describe('simplify: shapes and orders', () => {
  it('makes one RESHAPE of all that changes but the shape', async () => {
    const b = new RandomBuilder(13);
    let x = b.op('EXPAND_DIMS', [b.input('x', [1, 6]), b.integers('axis', [1])]);
    x = b.op('RESHAPE', [x, b.integers('shape', [1, 3, 2, 1])]);
    x = b.op('SQUEEZE', [x], { squeezeDims: [3] });
    x = b.op('TRANSPOSE', [
      b.op('EXPAND_DIMS', [x, b.integers('last', [3])]),
      b.integers('order', [0, 3, 1, 2]),
    ]);
    const graph = await simplified(b.finish([x]));
    expect(types(graph)).toEqual(['RESHAPE']);
    expect(graph.tensors[graph.outputs[0]!]!.shape).toEqual([1, 1, 3, 2]);
  });

  it('joins transpositions, and leaves out those that cancel', async () => {
    const b = new RandomBuilder(14);
    const first = b.op('TRANSPOSE', [b.input('x', [1, 2, 3, 4]), b.integers('order', [0, 3, 1, 2])]);
    const back = b.op('TRANSPOSE', [first, b.integers('back', [0, 2, 3, 1])]);
    const again = b.op('TRANSPOSE', [first, b.integers('again', [0, 3, 1, 2])]);
    const graph = await simplified(b.finish([b.op('LOGISTIC', [back]), again]));
    expect(types(graph).toSorted()).toEqual(['LOGISTIC', 'TRANSPOSE']);
  });

  it('moves transpositions through elementwise operations to where they cancel', async () => {
    const b = new RandomBuilder(15);
    const order = b.integers('order', [0, 3, 1, 2]);
    const back = b.integers('back', [0, 2, 3, 1]);
    const [x, y] = [b.input('x', [1, 2, 3, 4]), b.input('y', [1, 2, 3, 4])];
    const [a, c] = [b.op('TRANSPOSE', [x, order]), b.op('TRANSPOSE', [y, order])];
    const sum = b.op('ADD', [b.op('LOGISTIC', [a]), b.op('MUL', [c, b.numbers([4, 1, 1])], NONE)], NONE);
    const one = b.op('TRANSPOSE', [b.op('TANH', [sum]), back]);
    const other = b.op('TRANSPOSE', [sum, back]);
    const graph = await simplified(b.finish([one, other]));
    expect(types(graph).toSorted()).toEqual(['ADD', 'LOGISTIC', 'MUL', 'TANH']);
  });

  it('leaves a transposition where one way on does not take it back', async () => {
    const b = new RandomBuilder(16);
    const turned = b.op('TRANSPOSE', [b.input('x', [1, 2, 3, 4]), b.integers('order', [0, 3, 1, 2])]);
    const curved = b.op('TANH', [turned]);
    const back = b.op('TRANSPOSE', [curved, b.integers('back', [0, 2, 3, 1])]);
    const graph = b.finish([back, b.op('SOFTMAX', [curved], { beta: 1 })]);
    expect(await simplify(graph)).toBe(graph);
  });
});

/** Extends a network by one random operation on tensors of [1, 4, 4, 4]; its result has that shape again. */
function grow(b: RandomBuilder, pool: number[], choice: number): number {
  const pick = (): number => pool[Math.floor(b.random() * pool.length)]!;
  const last = b.random() < 0.7 ? pool.at(-1)! : pick();
  const attrs = { activation: ['NONE', 'NONE', 'RELU', 'RELU6'][Math.floor(b.random() * 4)] };
  const window = { strideH: 1, strideW: 1, ...attrs };
  const padded = (): number => b.op('PAD', [last, b.integers('paddings', [0, 0, 1, 1, 1, 1, 0, 0], [4, 2])]);
  const constant = (): number =>
    [b.numbers([4], 0.5, 1.5), b.given([0.75], []), b.numbers([1, 4, 4, 4])][Math.floor(b.random() * 3)]!;
  const turned = (order: readonly number[]): number => b.op('TRANSPOSE', [last, b.integers('order', order)]);
  const kinds: (() => number)[] = [
    () => b.conv(last, 4, 4, { ...window, padding: 'SAME' }),
    () => b.conv(padded(), 4, 4, { ...window, padding: 'VALID' }),
    () =>
      b.op('DEPTHWISE_CONV_2D', [last, b.numbers([1, 3, 3, 4])], {
        ...window,
        padding: 'SAME',
        depthMultiplier: 1,
      }),
    () => b.op('FULLY_CONNECTED', [last, b.numbers([4, 4])], { keepNumDims: true, ...attrs }),
    () => b.op('BATCH_MATMUL', [last, b.numbers([4, 4])]),
    () => b.op('MUL', [last, constant()], attrs),
    () => b.op('ADD', [constant(), last], attrs),
    () => b.op('SUB', [last, constant()], attrs),
    () => b.op('ADD', [last, pick()], attrs),
    () => b.op('RELU', [last]),
    () => b.op('MINIMUM', [last, b.given([6])]),
    () => b.op('MAXIMUM', [last, b.given([0])]),
    () => b.op('TANH', [last]),
    () => turned([0, 3, 1, 2]),
    () => turned([0, 2, 3, 1]),
    () => turned([0, 2, 1, 3]),
    () =>
      b.op('RESHAPE', [
        b.op('RESHAPE', [last, b.integers('row', [1, 64])]),
        b.integers('shape', [1, 4, 4, 4]),
      ]),
    () => b.op('SQUEEZE', [b.op('EXPAND_DIMS', [last, b.integers('axis', [2])])], { squeezeDims: [2] }),
  ];
  return kinds[choice % kinds.length]!();
}

describe('simplify: anything', () => {
  it('computes the same, and finds nothing more to do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(fc.nat(17), { minLength: 1, maxLength: 12 }),
        async (seed, choices) => {
          const b = new RandomBuilder(seed);
          const pool = [b.input('x', [1, 4, 4, 4])];
          for (const choice of choices) pool.push(grow(b, pool, choice));
          const outputs = b.random() < 0.3 && pool.length > 2 ? [pool.at(-1)!, pool.at(-2)!] : [pool.at(-1)!];
          const graph = b.finish(outputs);
          const result = await simplify(graph);
          expect(result.ops.length).toBeLessThanOrEqual(graph.ops.length);
          expect(await simplify(result)).toBe(result);
          expect(result.outputs.map((index) => result.tensors[index]!.name)).toEqual(
            outputs.map((index) => b.tensor(index).name),
          );
          expect(await difference(graph, result)).toBeLessThanOrEqual(1e-5);
          expect(elementCount(result.tensors[result.inputs[0]!]!.shape)).toBe(64);
        },
      ),
      { numRuns: 300 },
    );
  });
});
