import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { checkFit } from '../../src/emit/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, Tensor } from '../../src/graph/graph.ts';
import { cmsisNnScratch, estimateTflmArena } from '../../src/memory/index.ts';
import { OpNode } from '../../src/ops/index.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

const tensor = (shape: number[], data?: Int8Array): Tensor => {
  const channels = data === undefined ? 1 : shape.reduce((a, b) => Math.max(a, b));
  return {
    ...{ name: 't', shape, dtype: 'int8' },
    quant: { scale: Array(1).fill(0.5 / channels), zeroPoint: [0], axis: 0 },
    ...(data === undefined ? {} : { data }),
  };
};

/** One operator, with weights where their shape is given. */
function scratch(
  type: string,
  input: number[],
  output: number[],
  attrs: object,
  weights?: number[],
): number[] {
  const bytes = weights?.reduce((a, b) => a * b);
  const graph: Graph = {
    name: 'single',
    tensors: [
      tensor(input),
      tensor(output),
      ...(weights === undefined ? [] : [tensor(weights, new Int8Array(bytes!))]),
    ],
    ops: [{ type, inputs: weights === undefined ? [0] : [0, 2, -1], outputs: [1], attrs: { ...attrs } }],
    inputs: [0],
    outputs: [1],
  };
  return cmsisNnScratch(new OpNode(graph, graph.ops[0]!, 0));
}

const window = (strideH: number, strideW = strideH) => ({
  ...{
    padding: 'SAME',
    strideH,
    strideW,
    dilationH: 1,
    dilationW: 1,
    activation: 'NONE',
    depthMultiplier: 1,
  },
});

// Sizes that arm_convolve_wrapper_s8_get_buffer_size and its like return.
describe('cmsisNnScratch', () => {
  it('asks for two columns of 16 bits for a convolution', () => {
    expect(scratch('CONV_2D', [1, 8, 8, 16], [1, 8, 8, 4], window(1), [4, 3, 3, 16])).toEqual([4 * 9 * 16]);
    expect(scratch('CONV_2D', [1, 8, 8, 16], [1, 4, 4, 4], window(2), [4, 1, 1, 16])).toEqual([4 * 16]);
  });

  it('asks for nothing for single pixels', () => {
    expect(scratch('CONV_2D', [1, 8, 8, 16], [1, 8, 8, 4], window(1), [4, 1, 1, 16])).toEqual([]);
  });

  it('asks for the window of 16 bits for a depthwise convolution, unless channels multiply', () => {
    expect(scratch('DEPTHWISE_CONV_2D', [1, 8, 8, 16], [1, 8, 8, 16], window(1), [1, 3, 3, 16])).toEqual([
      2 * 9 * 16,
    ]);
    const twice = { ...window(1), depthMultiplier: 2 };
    expect(scratch('DEPTHWISE_CONV_2D', [1, 8, 8, 8], [1, 8, 8, 16], twice, [1, 3, 3, 16])).toEqual([]);
  });

  it('asks for the sums of a transposed convolution beyond its output, or for a convolution', () => {
    const transposed = (channels: number, stride: number): number[] => {
      const out = 2 * stride;
      const graph: Graph = {
        name: 'transposed',
        tensors: [
          { name: 'shape', shape: [4], dtype: 'int32', data: Int32Array.of(1, out, out, 2) },
          tensor([2, 3, 3, channels], new Int8Array(2 * 9 * channels)),
          tensor([1, 2, 2, channels]),
          tensor([1, out, out, 2]),
        ],
        ops: [
          {
            ...{ type: 'TRANSPOSE_CONV', inputs: [0, 1, 2], outputs: [3] },
            attrs: { padding: 'SAME', strideH: stride, strideW: stride, activation: 'NONE' },
          },
        ],
        ...{ inputs: [2], outputs: [3] },
      };
      return cmsisNnScratch(new OpNode(graph, graph.ops[0]!, 0));
    };
    // Sums of 4 bytes: of three rows of 4, where the output has two of 2; of three of 6, where it has six of 6.
    expect(transposed(4, 1)).toEqual([4 * 2 * (3 * 4 - 2 * 2)]);
    expect(transposed(4, 3)).toEqual([]);
    expect(transposed(20, 1)).toEqual([4 * 9 * 20 + 9 * 20 * 2 - 4 * 2 * 2 * 2]);
  });

  it('asks for factors of each channel where a matrix becomes a convolution', () => {
    const attrs = { activation: 'NONE', weightsFormat: 'DEFAULT', asymmetricQuantizeInputs: false };
    const matrix = (shape: number[], keepNumDims: boolean) =>
      scratch('FULLY_CONNECTED', [1, 3, 8], shape, { ...attrs, keepNumDims }, [5, 8]);
    expect(matrix([1, 3, 5], true)).toEqual([8 * 5]);
    expect(matrix([3, 5], false)).toEqual([]);
  });

  it('asks for nothing elsewhere', () => {
    expect(scratch('RELU', [1, 8], [1, 8], {})).toEqual([]);
  });

  it("is part of what a board's library needs", async () => {
    const graph: Graph = {
      name: 'pool',
      tensors: [tensor([1, 8, 8, 64]), tensor([1, 1, 1, 64])],
      ops: [
        {
          type: 'AVERAGE_POOL_2D',
          ...{ inputs: [0], outputs: [1] },
          attrs: {
            ...{
              padding: 'VALID',
              strideH: 8,
              strideW: 8,
              filterH: 8,
              filterW: 8,
              activation: 'NONE',
            },
          },
        },
      ],
      inputs: [0],
      outputs: [1],
    };
    const board = await findBoard('nano33ble');
    const { cmsis_nn: _, ...arduino } = board.settings.arduino!;
    const without = { ...board, settings: { ...board.settings, arduino } };
    const more = checkFit(graph, board, 'tflm').ramBytes - checkFit(graph, without, 'tflm').ramBytes;
    expect(more).toBeGreaterThanOrEqual(4 * 64);
    expect(more).toBeLessThan(4 * 64 + 100);
  });

  // What TFLM took with the library Chirale_TensorFLowLite 2.0.0 on an emulated Cortex-M4.
  it.skipIf(!hasShared).each([
    ['kws', 24164, 1.01],
    ['resnet8', 55188, 1.01],
    ['micro_speech', 6916, 1.01],
    ['ad', 2596, 1.25],
    ['hello_world', 820, 1.5],
  ])(`makes the estimate of %s fit${hasShared ? '' : ' (skipped: no ../shared)'}`, (name, used, most) => {
    const graph = readTflite(readFileSync(sharedPath('models', `${name}_int8.tflite`)), name);
    const estimate = estimateTflmArena(graph, cmsisNnScratch);
    expect(estimate).toBeGreaterThanOrEqual(used);
    expect(estimate).toBeLessThan(used * most);
  });
});
