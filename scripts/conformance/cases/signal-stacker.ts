/**
 * SIGNAL_STACKER: contexts on either side, steps of one frame up to all of them. What is no valid output TFLM leaves as it
 * finds it in memory: where one comes after a valid one, the output is taken times its validity.
 */
import type { Graph } from '../../../src/graph/graph.ts';
import type { Cases } from '../network.ts';
import { plain, signalGraph, withSteps } from '../signals.ts';

/** The same network, whose output is zero where it is not valid. */
function masked(graph: Graph): Graph {
  const [output, valid] = graph.outputs as [number, number];
  const { shape } = graph.tensors[output]!;
  const first = graph.tensors.length;
  const tensor = (name: string, of: readonly number[]) => ({ name, shape: of, dtype: 'int32' as const });
  return {
    ...graph,
    tensors: [...graph.tensors, tensor('valid32', []), tensor('output32', shape), tensor('product', shape)],
    ops: [
      ...graph.ops,
      { type: 'CAST', inputs: [valid], outputs: [first], attrs: {} },
      { type: 'CAST', inputs: [output], outputs: [first + 1], attrs: {} },
      { type: 'MUL', inputs: [first + 1, first], outputs: [first + 2], attrs: { activation: 'NONE' } },
    ],
    outputs: [first + 2, valid],
  };
}

const cases: Cases = (random) => {
  const one = (channels: number, left: number, right: number, step: number) => {
    const outputs = [plain('int16', channels * (left + right + 1)), plain('bool')];
    const attrs = { channels, left, right, step };
    const graph = signalGraph('SIGNAL_STACKER', [plain('int16', channels)], outputs, attrs);
    const name = `${channels} channels, ${left} + 1 + ${right} by ${step}`;
    return withSteps(random, name, step === 1 ? graph : masked(graph), 9);
  };
  return [
    one(3, 1, 1, 1),
    one(3, 1, 1, 2),
    one(3, 1, 1, 3),
    one(2, 0, 0, 1),
    one(2, 2, 0, 1),
    one(2, 0, 2, 2),
    one(1, 3, 2, 4),
    one(4, 3, 0, 3),
  ];
};

export default cases;
