import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { type Graph, tensorAt } from '../../../src/graph/graph.ts';
import { rejected } from '../../support/errors.ts';
import {
  bytes,
  countOf,
  input,
  nested,
  node,
  output,
  type Part,
  read,
  reals,
  tensorParts,
} from './model-file.ts';

function golden(name: string): Promise<Graph> {
  const path = fileURLToPath(new URL(`../goldens/onnx/${name}/model.onnx`, import.meta.url));
  return readOnnx(readFileSync(path), path, {});
}

const UINT8 = 2;
const INT8 = 3;

/** An initializer of one byte. */
function byte(name: string, type: number, value: number): Part {
  return nested(5, ...tensorParts(name, [], type, bytes(9, Uint8Array.of(value))));
}

/** x quantized with that scale and zero point, and back. */
function pair(type: number, scale: number, zero: number): Part[] {
  return [
    input('x', [1, 4]),
    reals('s', [], [scale]),
    byte('z', type, zero),
    node('QuantizeLinear', ['x', 's', 'z'], ['q']),
    node('DequantizeLinear', ['q', 's', 'z'], ['y']),
    output('y'),
  ];
}

describe('QuantizeLinear and DequantizeLinear', () => {
  it('are a pair of QUANTIZE and DEQUANTIZE; unsigned bytes become signed ones', async () => {
    const graph = await read(pair(UINT8, 0.5, 100));
    expect(graph.ops.map(({ type }) => type)).toEqual(['QUANTIZE', 'DEQUANTIZE']);
    const integers = tensorAt(graph, graph.ops[0]!.outputs[0]!);
    expect(integers.dtype).toBe('int8');
    expect(integers.quant).toEqual({ scale: [0.5], zeroPoint: [-28], axis: 0 });
  });

  it('stand for the Relu that their range leaves out', async () => {
    const types = async (type: number, scale: number, zero: number) =>
      (await read(pair(type, scale, zero))).ops[0]!.type;
    expect(await types(UINT8, 0.5, 0)).toBe('RELU');
    expect(await types(UINT8, 6 / 255, 0)).toBe('RELU6');
    expect(await types(INT8, 0.5, 128)).toBe('RELU');
    expect(await types(INT8, 0.5, 0)).toBe('QUANTIZE');
  });

  it('must agree with each other', async () => {
    const other = [...pair(UINT8, 0.5, 100).slice(0, -2), reals('t', [], [0.25])];
    const parts = [...other, node('DequantizeLinear', ['q', 't', 'z'], ['y']), output('y')];
    expect((await rejected('model', read(parts))).message).toMatch(
      /takes integers of scale 0.5 and zero point 100 for such of 0.25 and 100/,
    );
  });
});

describe('quantized weights', () => {
  it('stay integers, with a scale for each channel where TFLite has it', async () => {
    const graph = await golden('qdq_int8_channels');
    const weights = (type: string) => {
      const op = graph.ops.find((candidate) => candidate.type === type)!;
      const widened = graph.ops.find(({ outputs }) => outputs[0] === op.inputs[1])!;
      expect(widened.type).toBe('DEQUANTIZE');
      return tensorAt(graph, widened.inputs[0]!);
    };
    const dense = weights('CONV_2D');
    expect([dense.dtype, dense.shape, dense.quant!.axis, dense.quant!.scale.length]).toEqual([
      'int8',
      [6, 3, 3, 3],
      0,
      6,
    ]);
    const depthwise = weights('DEPTHWISE_CONV_2D');
    expect([depthwise.shape, depthwise.quant!.axis, depthwise.quant!.scale.length]).toEqual([
      [1, 3, 3, 6],
      3,
      6,
    ]);
  });

  it('and activations are the same in operators of their own (QLinearConv and its kin)', async () => {
    const [pairs, operators] = [await golden('qdq_uint8'), await golden('qoperator')];
    const scales = (graph: Graph) =>
      graph.ops
        .filter(({ type }) => type === 'QUANTIZE')
        .map(({ outputs }) => JSON.stringify(tensorAt(graph, outputs[0]!).quant));
    expect(countOf(operators, 'CONV_2D')).toBe(countOf(pairs, 'CONV_2D'));
    for (const quant of scales(operators)) expect(scales(pairs)).toContain(quant);
  });
});
