import { describe, expect, it } from 'vitest';
import { leaveOutAbsentInputs, readTflite, writeTflite } from '../../../src/formats/tflite/index.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import { graphOf, int8, int32, quant, shaped } from '../../ops/single-op.ts';

const WINDOW = { padding: 'SAME', strideW: 1, strideH: 1, activation: 'NONE', dilationW: 1, dilationH: 1 };
const OUT = { dtype: 'int8', quant: quant(0.2) } as const;

const input = int8([1, 3, 3, 2]);

const depthwise = (bias: ReturnType<typeof int32> | null): Graph => {
  const weights = { ...int8([1, 2, 2, 2]), data: Int8Array.from([1, -2, 3, 4, 5, -6, 7, 8]) };
  const attrs = { ...WINDOW, depthMultiplier: 1 };
  return shaped(graphOf('DEPTHWISE_CONV_2D', [input, weights, bias], attrs, OUT));
};

describe('leaveOutAbsentInputs', () => {
  it('ends the list before what is absent', () => {
    const graph = leaveOutAbsentInputs(depthwise(null));
    expect(graph.ops[0]!.inputs).toEqual([0, 1]);
    expect(readTflite(writeTflite(graph), 'x').ops[0]!.inputs).toEqual([0, 1]);
  });

  it('changes no result', async () => {
    const given = depthwise(null);
    const sample = [Int8Array.from({ length: 18 }, (_, i) => 7 * i - 60)];
    const before = (await loadIntegerNetwork(given)).run(sample);
    expect((await loadIntegerNetwork(leaveOutAbsentInputs(given))).run(sample)).toEqual(before);
  });

  it('gives a network back itself where nothing is absent at the end', () => {
    const biased = depthwise(int32([1, 2]));
    expect(leaveOutAbsentInputs(biased)).toBe(biased);
  });

  it('leaves operators alone whose list is of fixed length', () => {
    const graph = graphOf('ADD', [input, null], { activation: 'NONE', potScaleInt16: true }, OUT);
    expect(leaveOutAbsentInputs(graph)).toBe(graph);
  });
});
