import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { bytesOf, dataFromBytes } from '../../src/graph/dtype.ts';
import { type Graph, tensorAt } from '../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { allOps } from '../../src/ops/index.ts';
import { loadVectors, type Vector, vectorOperators } from '../support/vectors.ts';

/** What the host's kernels give for each sample of a vector, as plain numbers for messages. */
async function run(vector: Vector): Promise<Uint8Array[][]> {
  const graph: Graph = readTflite(vector.model, `${vector.name}.tflite`);
  const network = await loadIntegerNetwork(graph);
  return vector.inputs.map((sample) => {
    if (!vector.sequence) network.reset();
    const inputs = sample.map((bytes, i) => dataFromBytes(tensorAt(graph, graph.inputs[i]!).dtype, bytes));
    return network.run(inputs).map((output) => Uint8Array.from(bytesOf(output)));
  });
}

/** What is thrown for a network that TFLM refuses. */
async function refusal(vector: Vector): Promise<unknown> {
  try {
    await run(vector);
  } catch (error) {
    return error;
  }
  return undefined;
}

it('every operator has vectors, and nothing else has', () => {
  expect(vectorOperators()).toEqual(
    allOps()
      .map((def) => def.type)
      .sort(),
  );
});

describe.each(vectorOperators())('%s', (operator) => {
  const vectors = loadVectors(operator);

  it.each(vectors.filter(({ refused }) => refused === undefined))('$name', async (vector) => {
    expect(await run(vector)).toEqual(vector.outputs);
  });

  it.each(vectors.filter(({ refused }) => refused !== undefined))('$name', async (vector) => {
    const error = await refusal(vector);
    expect(error).toBeInstanceOf(TflqError);
    expect((error as TflqError).kind).toBe('model');
  });
});
