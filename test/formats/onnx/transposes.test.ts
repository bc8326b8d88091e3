import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { companionsOf, readModel } from '../../../src/formats/index.ts';
import { tensorAt } from '../../../src/graph/graph.ts';
import { countOf, input, ints, node, output, type Part, read, reals } from './model-file.ts';

async function golden(name: string) {
  const path = fileURLToPath(new URL(`../goldens/onnx/${name}/model.onnx`, import.meta.url));
  return readModel(readFileSync(path), path, { companion: companionsOf(path) });
}

/** A 1×1 convolution from `from` to `to`. */
function convolution(from: string, to: string, inputs: number, outputs: number): Part[] {
  const values = Array.from({ length: inputs * outputs }, (_, i) => i);
  return [reals(`${to}/w`, [outputs, inputs, 1, 1], values), node('Conv', [from, `${to}/w`], [to])];
}

describe('channels-first networks', () => {
  // With tails of Flatten and Gemm, GlobalAveragePool, and a Reshape by shape arithmetic.
  it.each([
    'cnn',
    'resnet',
    'mobilenet',
    'tf2onnx',
    'conv1d',
    'convolutions',
    'pools',
    'arithmetic',
    'resizing',
  ])('%s has no TRANSPOSE', async (name) => {
    const graph = await golden(name);
    expect(countOf(graph, 'TRANSPOSE')).toBe(0);
    expect(graph.ops.length).toBeGreaterThan(3);
  });

  it('have one where elements really move', async () => {
    const graph = await read([
      input('x', [1, 2, 3, 4]),
      ...convolution('x', 'y', 2, 3),
      node('MatMul', ['y', 'm'], ['z']),
      reals('m', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      output('z'),
    ]);
    expect(countOf(graph, 'TRANSPOSE')).toBe(1);
  });

  it('shuffle channels before a convolution for nothing: its weights follow', async () => {
    const graph = await read([
      input('x', [1, 2, 3, 4]),
      ...convolution('x', 'y', 2, 6),
      ints('apart', [1, 2, 3, 3, 4]),
      ints('together', [1, 6, 3, 4]),
      node('Reshape', ['y', 'apart'], ['a']),
      node('Transpose', ['a'], ['b'], { perm: [0, 2, 1, 3, 4] }),
      node('Reshape', ['b', 'together'], ['c']),
      ...convolution('c', 'z', 6, 1),
      output('z'),
    ]);
    expect(countOf(graph, 'TRANSPOSE')).toBe(0);
    // Channel c of the shuffled image is channel 3(c mod 2) + ⌊c / 2⌋ of the other.
    const last = graph.ops.at(-1)!;
    expect(Array.from(tensorAt(graph, last.inputs[1]!).data as Float32Array)).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('cancel each other: Transpose there and back', async () => {
    const graph = await read([
      input('x', [1, 2, 3, 4]),
      node('Transpose', ['x'], ['a'], { perm: [0, 2, 3, 1] }),
      node('Relu', ['a'], ['b']),
      node('Transpose', ['b'], ['c'], { perm: [0, 3, 1, 2] }),
      output('c'),
    ]);
    expect(graph.ops.map(({ type }) => type)).toEqual(['RELU']);
  });
});

describe('inputs', () => {
  it('of convolutions have channels last, others are as they are', async () => {
    const graph = await read([
      input('image', ['batch', 2, 3, 4]),
      input('other', [1, 3, 3, 4]),
      input('rows', [1, 5, 6]),
      ...convolution('image', 'a', 2, 3),
      node('Add', ['a', 'other'], ['b']),
      node('Relu', ['rows'], ['c']),
      output('b'),
      output('c'),
    ]);
    expect(graph.inputs.map((index) => tensorAt(graph, index).shape)).toEqual([
      [1, 3, 4, 2],
      [1, 3, 4, 3],
      [1, 5, 6],
    ]);
    expect(graph.outputs.map((index) => tensorAt(graph, index).shape)).toEqual([
      [1, 3, 4, 3],
      [1, 5, 6],
    ]);
    expect(graph.outputs.map((index) => tensorAt(graph, index).name)).toEqual(['b', 'c']);
  });
});
