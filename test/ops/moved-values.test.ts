/**
 * Operators that move elements, in real numbers: they must bring each to where TFLM brings the int8 ones. So the int8
 * networks of the conformance vectors are made real ones of scale 1, and give the same numbers.
 */
import { describe, expect, it } from 'vitest';
import { loadFloatNetwork } from '../../src/float/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { dataFromBytes } from '../../src/graph/dtype.ts';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { loadVectors, type Vector } from '../support/vectors.ts';

const OPERATORS = [
  'BATCH_TO_SPACE_ND',
  'BROADCAST_TO',
  'CONCATENATION',
  'DEPTH_TO_SPACE',
  'DYNAMIC_UPDATE_SLICE',
  'EMBEDDING_LOOKUP',
  'EXPAND_DIMS',
  'FILL',
  'GATHER',
  'GATHER_ND',
  'MIRROR_PAD',
  'PACK',
  'PAD',
  'PADV2',
  'RESHAPE',
  'RESIZE_BILINEAR',
  'RESIZE_NEAREST_NEIGHBOR',
  'REVERSE_V2',
  'SLICE',
  'SPACE_TO_BATCH_ND',
  'SPACE_TO_DEPTH',
  'SPLIT',
  'SPLIT_V',
  'SQUEEZE',
  'STRIDED_SLICE',
  'TRANSPOSE',
  'UNPACK',
] as const;

/** Interpolated values are rounded to whole numbers, and steps to 1/1024, which adds up along a side. */
const TOLERANCE: Readonly<Record<string, number>> = { RESIZE_BILINEAR: 2 };

const zeroPoint = ({ quant }: Tensor): number => quant?.zeroPoint[0] ?? 0;

/** The numbers that elements stand for at scale 1. */
function numbers(tensor: Tensor, elements: ArrayLike<number | bigint>): Float32Array {
  return Float32Array.from(elements as ArrayLike<number>, (value) => Number(value) - zeroPoint(tensor));
}

function toReal(tensor: Tensor): Tensor {
  const { name, shape, data } = tensor;
  if (tensor.dtype !== 'int8') return tensor;
  return { name, shape, dtype: 'float32', ...(data && { data: numbers(tensor, data as Int8Array) }) };
}

/** Whether data are int8 throughout, of one zero point, so that numbers stay the same. */
function isPlain({ tensors, outputs }: Graph): boolean {
  const zeros = new Set(tensors.filter(({ dtype }) => dtype === 'int8').map(zeroPoint));
  return zeros.size === 1 && outputs.every((index) => tensors[index]!.dtype === 'int8');
}

/** The largest difference between what the real network gives and what TFLM gave. */
async function difference(graph: Graph, vector: Vector): Promise<number> {
  const network = await loadFloatNetwork({ ...graph, tensors: graph.tensors.map(toReal) });
  const decode = (index: number, bytes: Uint8Array): Float32Array => {
    const tensor = graph.tensors[index]!;
    return numbers(tensor, dataFromBytes(tensor.dtype, bytes) as Int8Array);
  };
  let most = 0;
  try {
    for (const [k, sample] of vector.inputs.entries()) {
      const given = network.run(sample.map((bytes, i) => decode(graph.inputs[i]!, bytes)));
      for (const [o, index] of graph.outputs.entries()) {
        const wanted = decode(index, vector.outputs[k]![o]!);
        expect(given[o]).toHaveLength(wanted.length);
        most = given[o]!.reduce((worst, value, i) => Math.max(worst, Math.abs(value - wanted[i]!)), most);
      }
    }
  } finally {
    network.dispose();
  }
  return most;
}

describe.each(OPERATORS)('%s in real numbers', (operator) => {
  const vectors = loadVectors(operator)
    .filter(({ refused }) => refused === undefined)
    .map((vector) => ({ ...vector, graph: readTflite(vector.model, `${vector.name}.tflite`) }))
    .filter(({ graph }) => isPlain(graph))
    // TFLM pads with the integer 0 there, whatever number it stands for.
    .filter(({ name }) => operator !== 'SPACE_TO_BATCH_ND' || !name.startsWith('zero point'));

  it('brings every element to where TFLM brings it', async () => {
    expect(vectors.length).toBeGreaterThan(4);
    for (const { graph, ...vector } of vectors) {
      expect(await difference(graph, vector), vector.name).toBeLessThanOrEqual(TOLERANCE[operator] ?? 0);
    }
  });
});
