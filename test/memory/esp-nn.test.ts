import { describe, expect, it } from 'vitest';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { type EspNn, espNnScratch, estimateTflmArena } from '../../src/memory/index.ts';
import { OpNode } from '../../src/ops/index.ts';

function activation(name: string, shape: number[]): Tensor {
  return { name, shape, dtype: 'int8', quant: { scale: [0.5], zeroPoint: [0], axis: 0 } };
}

/** One operator that reads `x` and, where `weights` is given, those. */
function single(
  type: string,
  input: number[],
  output: number[],
  attrs: Readonly<Record<string, unknown>>,
  weights?: number[],
): Graph {
  const [channels, axis] = type === 'CONV_2D' ? [weights?.[0], 0] : [weights?.[3], 3];
  const fill = (value: number): number[] => Array(channels ?? 0).fill(value);
  const constants: Tensor[] =
    weights === undefined
      ? []
      : [
          {
            name: 'w',
            shape: weights,
            dtype: 'int8',
            quant: { scale: fill(0.1), zeroPoint: fill(0), axis },
            data: new Int8Array(weights.reduce((a, b) => a * b)),
          },
        ];
  return {
    name: 'single',
    tensors: [activation('x', input), activation('y', output), ...constants],
    ops: [{ type, inputs: weights === undefined ? [0] : [0, 2, -1], outputs: [1], attrs }],
    inputs: [0],
    outputs: [1],
  };
}

function window(padding: 'SAME' | 'VALID', stride = 1): Readonly<Record<string, unknown>> {
  return {
    ...{ padding, strideH: stride, strideW: stride, dilationH: 1, dilationW: 1 },
    ...{ activation: 'NONE', depthMultiplier: 1 },
  };
}

function scratch(graph: Graph, chip: EspNn): number[] {
  return espNnScratch(new OpNode(graph, graph.ops[0]!, 0), chip);
}

/** What esp-nn 1.2.3 returned, compiled for this machine. */
const CASES: [title: string, graph: Graph, s3: number[], p4: number[]][] = [
  [
    '1 × 1',
    single('CONV_2D', [1, 25, 5, 64], [1, 25, 5, 64], window('SAME'), [64, 1, 1, 64]),
    [5184],
    [5152],
  ],
  [
    '1 × 1, few channels',
    single('CONV_2D', [1, 4, 4, 3], [1, 4, 4, 8], window('SAME'), [8, 1, 1, 3]),
    [384],
    [224],
  ],
  ['3 × 3', single('CONV_2D', [1, 8, 8, 16], [1, 8, 8, 16], window('SAME'), [16, 3, 3, 16]), [7936], [240]],
  [
    '3 × 3, no padding',
    single('CONV_2D', [1, 8, 8, 16], [1, 6, 6, 16], window('VALID'), [16, 3, 3, 16]),
    [4736],
    [2400],
  ],
  [
    '3 × 3, an image',
    single('CONV_2D', [1, 9, 9, 3], [1, 9, 9, 8], window('SAME'), [8, 3, 3, 3]),
    [416],
    [91],
  ],
  [
    'depthwise, 64',
    single('DEPTHWISE_CONV_2D', [1, 25, 5, 64], [1, 25, 5, 64], window('SAME'), [1, 3, 3, 64]),
    [12688],
    [],
  ],
  [
    'depthwise, 24',
    single('DEPTHWISE_CONV_2D', [1, 6, 6, 24], [1, 6, 6, 24], window('SAME'), [1, 3, 3, 24]),
    [4704],
    [],
  ],
  [
    'depthwise, 5 × 5',
    single('DEPTHWISE_CONV_2D', [1, 9, 9, 8], [1, 9, 9, 8], window('SAME'), [1, 5, 5, 8]),
    [1728],
    [],
  ],
];

describe('the scratch buffers of ESP-NN', () => {
  it.each(CASES)('%s', (_title, graph, s3, p4) => {
    expect(scratch(graph, 'esp32s3')).toEqual(s3);
    expect(scratch(graph, 'esp32p4')).toEqual(p4);
    expect(scratch(graph, 'generic')).toEqual([]);
    expect(scratch(graph, 'none')).toEqual([]);
  });

  it.each(['generic', 'esp32s3', 'esp32p4'] as const)('softmax on %s', (chip) => {
    const graph = single('SOFTMAX', [1, 12], [1, 12], { beta: 1 });
    const output = { ...graph.tensors[1]!, quant: { scale: [1 / 256], zeroPoint: [-128], axis: 0 } };
    expect(scratch({ ...graph, tensors: [graph.tensors[0]!, output] }, chip)).toEqual([48]);
  });

  it('none where another library has no kernel', () => {
    expect(scratch(single('RELU', [1, 12], [1, 12], {}), 'esp32s3')).toEqual([]);
  });

  it('count in the arena', () => {
    const [, graph, [bytes]] = CASES[0]!;
    const more = estimateTflmArena(graph, (node) => espNnScratch(node, 'esp32s3')) - estimateTflmArena(graph);
    expect(more).toBeGreaterThanOrEqual(bytes!);
    expect(more).toBeLessThan(bytes! + 200);
  });
});
