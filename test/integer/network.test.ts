import { describe, expect, it } from 'vitest';
import type { Graph, Op, Tensor } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { rejected, thrown } from '../support/errors.ts';

const quant = { scale: [0.5], zeroPoint: [0], axis: 0 };

function int8(shape: readonly number[], data?: Int8Array): Tensor {
  return { name: 'some', shape, dtype: 'int8', quant, ...(data && { data }) };
}

function op(type: string, inputs: readonly number[], outputs: readonly number[], attrs = {}): Op {
  return { type, inputs, outputs, attrs };
}

function graph(tensors: readonly Tensor[], ops: readonly Op[], inputs: number[], outputs: number[]): Graph {
  return { name: 'main', tensors, ops, inputs, outputs };
}

/** Two inputs; the first one's RELU, and its sum with the second one. */
const TWO = graph(
  [int8([3]), int8([3]), int8([3]), int8([3])],
  [op('RELU', [0], [2]), op('ADD', [2, 1], [3], { activation: 'NONE', potScaleInt16: true })],
  [0, 1],
  [2, 3],
);

describe('loadIntegerNetwork', () => {
  it('names an operator that it does not know', async () => {
    const unknown = graph([int8([3]), int8([3])], [op('COS', [0], [1])], [0], [1]);
    const error = await rejected('model', loadIntegerNetwork(unknown));
    expect(error.message).toContain('operator 0 ("COS")');
  });

  it('names an operator without a kernel for its types', async () => {
    const float: Tensor = { name: 'real', shape: [3], dtype: 'float32' };
    const error = await rejected(
      'model',
      loadIntegerNetwork(graph([float, float], [op('RELU', [0], [1])], [0], [1])),
    );
    expect(error.message).toBe('operator 0 (RELU) works on float32 -> float32, which no kernel takes');
    expect(error.hint).toContain('int8');
  });

  it.each(['TANH', 'SIGN_BIT'])('refuses the fused activation %s, which TFLM ignores', async (activation) => {
    const attrs = { activation, potScaleInt16: true };
    const fused = graph([int8([3]), int8([3]), int8([3])], [op('ADD', [0, 1], [2], attrs)], [0, 1], [2]);
    const error = await rejected('model', loadIntegerNetwork(fused));
    expect(error.message).toContain(`fused activation ${activation}`);
  });

  it('refuses a network larger than its memory can be', async () => {
    const large = int8([2 ** 31 - 1]);
    const chain = [op('RELU', [0], [1]), op('RELU', [1], [2])];
    const error = await rejected('model', loadIntegerNetwork(graph([large, large, large], chain, [0], [2])));
    expect(error.message).toContain('needs 6.0 GB of memory');
  });
});

describe('IntegerNetwork', () => {
  it('runs operators in order and gives all outputs', async () => {
    const network = await loadIntegerNetwork(TWO);
    const inputs = [Int8Array.of(-4, 5, 6), Int8Array.of(1, 2, -3)];
    expect(network.run(inputs)).toEqual([Int8Array.of(0, 5, 6), Int8Array.of(1, 7, 3)]);
  });

  it('gives copies, of any tensor, that later runs leave alone', async () => {
    const network = await loadIntegerNetwork(TWO);
    const [first] = network.run([Int8Array.of(1, 2, 3), new Int8Array(3)]);
    const inner = [network.tensor(0), network.tensor(2)];
    network.run([Int8Array.of(7, 8, 9), new Int8Array(3)]);
    expect([first, ...inner]).toEqual([1, 2, 3].map(() => Int8Array.of(1, 2, 3)));
    (first as Int8Array).fill(0);
    expect(network.tensor(2)).toEqual(Int8Array.of(7, 8, 9));
  });

  it('has a memory of its own beside other networks', async () => {
    const [one, other] = [await loadIntegerNetwork(TWO), await loadIntegerNetwork(TWO)];
    one.run([Int8Array.of(1, 2, 3), new Int8Array(3)]);
    other.run([Int8Array.of(7, 8, 9), new Int8Array(3)]);
    expect(one.tensor(3)).toEqual(Int8Array.of(1, 2, 3));
  });

  it('passes through inputs and constants that are outputs', async () => {
    const network = await loadIntegerNetwork(
      graph([int8([2]), int8([2], Int8Array.of(3, 4))], [], [0], [0, 1]),
    );
    expect(network.run([Int8Array.of(1, 2)])).toEqual([Int8Array.of(1, 2), Int8Array.of(3, 4)]);
    (network.run([Int8Array.of(1, 2)])[1] as Int8Array).fill(0);
    expect(network.tensor(1)).toEqual(Int8Array.of(3, 4));
  });

  it('takes real numbers where QUANTIZE and DEQUANTIZE stand at its edges', async () => {
    const real: Tensor = { name: 'real', shape: [4], dtype: 'float32' };
    const ops = [op('QUANTIZE', [0], [1]), op('DEQUANTIZE', [1], [2])];
    const network = await loadIntegerNetwork(graph([real, int8([4]), real], ops, [0], [2]));
    const [output] = network.run([Float32Array.of(0.74, -0.75, 1e9, Number.NaN)]);
    expect(output).toEqual(Float32Array.of(0.5, -1, 63.5, 0));
  });

  it('refuses inputs of another number, type or length', async () => {
    const network = await loadIntegerNetwork(TWO);
    const good = new Int8Array(3);
    expect(thrown('data', () => network.run([good])).message).toContain('2 inputs, and was given 1');
    const error = thrown('data', () => network.run([good, new Uint8Array(3)]));
    expect(error.message).toBe('input 1 takes Int8Array(3), and was given Uint8Array(3)');
    expect(error.where).toBe('tensor 1 ("some")');
    thrown('data', () => network.run([new Int8Array(4), good]));
  });
});
