import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/formats/index.ts';
import { readTflite, writeTflite } from '../../../src/formats/tflite/index.ts';
import {
  BUFFER,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  QUANTIZATION,
  TENSOR,
} from '../../../src/formats/tflite/schema.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { rejected, thrown } from '../../support/errors.ts';
import { network, singleOperator } from './network.ts';
import { int8, int32, offset, type RawParts, rawFile } from './raw-file.ts';

const read = (parts: RawParts): Graph => readTflite(rawFile(parts), 'some.tflite');

describe('readTflite', () => {
  it('reads files whose operators stand only in the old one-byte field, and options that are left out', () => {
    const graph = read({});
    expect(graph.ops).toEqual([
      { type: 'ADD', inputs: [0, 2], outputs: [1], attrs: { activation: 'NONE', potScaleInt16: true } },
    ]);
    expect(graph.tensors[2]!.data).toEqual(new Float32Array(2));
    expect(graph.name).toBe('main');
  });

  it('names operators that src/ops does not know, and reads on', () => {
    const code = (deprecated: number, builtin: number, custom = ''): Graph =>
      read({
        code: (builder) => [
          int8(OPERATOR_CODE.deprecatedBuiltinCode, deprecated),
          int32(OPERATOR_CODE.builtinCode, builtin),
          offset(OPERATOR_CODE.customCode, custom === '' ? 0 : builder.createString(custom)),
        ],
      });
    expect(code(127, 150).ops[0]).toEqual({ type: 'GELU', inputs: [0, 2], outputs: [1], attrs: {} });
    expect(code(108, 0).ops[0]!.type).toBe('COS');
    expect(code(32, 32, 'Mine').ops[0]!.type).toBe('CUSTOM:Mine');
    expect(code(127, 4000).ops[0]!.type).toBe('BUILTIN:4000');
  });

  it('takes an open batch for 1', () => {
    const shape = read({ input: (builder) => [offset(TENSOR.shape, builder.int32s([-1, 2]))] });
    expect(shape.tensors[0]!.shape).toEqual([1, 2]);
    const signature = read({ input: (builder) => [offset(TENSOR.shapeSignature, builder.int32s([-1, 2]))] });
    expect(signature.tensors[0]!.shape).toEqual([1, 2]);
  });

  it('widens constants of 4 bits', () => {
    const graph = read({
      constant: () => [int8(TENSOR.type, 17)],
      buffer: (builder) => [offset(BUFFER.data, builder.createByteVector(Uint8Array.of(0x8f)))],
    });
    expect(graph.tensors[2]).toMatchObject({ dtype: 'int8', data: Int8Array.of(-1, -8) });
  });

  it('takes zero points that are left out for 0, and one for all', () => {
    const quantized = (zeroPoints: number[]): Graph =>
      read({
        code: () => [int8(OPERATOR_CODE.deprecatedBuiltinCode, 108)],
        constant: (builder) => {
          const scale = builder.float32s([0.5, 0.25]);
          const zeroPoint = builder.int64s(zeroPoints);
          const fields = [offset(QUANTIZATION.scale, scale), offset(QUANTIZATION.zeroPoint, zeroPoint)];
          return [int8(TENSOR.type, 2), offset(TENSOR.quantization, builder.table(fields))];
        },
      });
    expect(quantized([]).tensors[2]!.quant).toEqual({ scale: [0.5, 0.25], zeroPoint: [0, 0], axis: 0 });
    expect(quantized([3]).tensors[2]!.quant!.zeroPoint).toEqual([3, 3]);
    expect(thrown('model', () => quantized([1, 2, 3])).message).toMatch(
      /2 quantization scales and 3 zero points/,
    );
  });

  it('shares the elements of constants that share a buffer', () => {
    const { tensors } = readTflite(writeTflite(network()), 'a.tflite');
    expect(tensors[4]!.data).toBe(tensors[6]!.data);
  });
});

describe('what cannot be read is named', () => {
  it.each<[string, RawParts, RegExp]>([
    [
      'several subgraphs',
      { subgraphs: 2 },
      /2 subgraphs, which an operator runs; only CALL_ONCE is supported/,
    ],
    ['no subgraph', { subgraphs: 0 }, /damaged: it holds no network/],
    ['another version', { model: () => [int32(MODEL.version, 2)] }, /version 2 of the format/],
    [
      'an open dimension',
      { input: (builder) => [offset(TENSOR.shapeSignature, builder.int32s([1, -1]))] },
      /input "x" has the shape \[1, \?\]: dimension 1 is open/,
    ],
    [
      'an open dimension in the shape itself',
      { input: (builder) => [offset(TENSOR.shape, builder.int32s([1, -1]))] },
      /tensor 0 \("x"\) has the shape \[1, -1\]/,
    ],
    ['strings', { input: () => [int8(TENSOR.type, 5)] }, /tensor 0 \("x"\) has elements of type STRING/],
    ['an unknown type', { input: () => [int8(TENSOR.type, 99)] }, /unknown element type 99/],
    ['a negative type', { input: () => [int8(TENSOR.type, -1)] }, /unknown element type -1/],
    ['activations of 4 bits', { input: () => [int8(TENSOR.type, 17)] }, /activation of 4 bits/],
    [
      'sparse constants',
      { constant: (builder) => [offset(TENSOR.sparsity, builder.table([]))] },
      /tensor 2 \("constant"\) is stored sparsely/,
    ],
    ['external buffers', { constant: () => [int32(TENSOR.externalBuffer, 1)] }, /in a file of its own/],
    [
      'buffers behind the tables',
      {
        bufferTable(builder) {
          builder.startObject(3);
          builder.addFieldInt64(BUFFER.offset, 4096n, 0n);
          return builder.endObject();
        },
      },
      /as in files beyond 2 GB/,
    ],
    ['a missing buffer', { constant: () => [int32(TENSOR.buffer, 7)] }, /buffer 7, which does not exist/],
    [
      'too little data',
      { buffer: (builder) => [offset(BUFFER.data, builder.createByteVector(new Uint8Array(7)))] },
      /tensor 2 \("constant"\) of shape \[2\] should have 8 bytes of data, but has 7/,
    ],
    [
      'other quantization schemes',
      {
        constant: (builder) => [
          int8(TENSOR.type, 2),
          offset(TENSOR.quantization, builder.table([int8(QUANTIZATION.detailsType, 2)])),
        ],
      },
      /tensor 2 .* by a scheme other than scales/,
    ],
    [
      'a missing operator code',
      { operator: () => [int32(OPERATOR.opcodeIndex, 3)] },
      /operator code 3; there are 1/,
    ],
    [
      'a negative operator code',
      { code: () => [int8(OPERATOR_CODE.deprecatedBuiltinCode, -9), int32(OPERATOR_CODE.builtinCode, -9)] },
      /operator code 0 is number -9/,
    ],
    [
      'options of another operator',
      {
        operator: (builder) => [
          int8(OPERATOR.builtinOptionsType, 21),
          offset(OPERATOR.builtinOptions, builder.table([])),
        ],
      },
      /operator 0 has the options of another operator/,
    ],
    [
      'an option without meaning',
      {
        operator: (builder) => [
          int8(OPERATOR.builtinOptionsType, 11),
          offset(OPERATOR.builtinOptions, builder.table([int8(0, 77)])),
        ],
      },
      /operator 0 has the option activation = 77/,
    ],
    [
      'an option that is no number',
      {
        code: () => [int8(OPERATOR_CODE.deprecatedBuiltinCode, 25)],
        operator: (builder) => [
          int8(OPERATOR.builtinOptionsType, 9),
          offset(
            OPERATOR.builtinOptions,
            builder.table([{ slot: 0, type: 'float32', value: Number.NaN, default: 0 }]),
          ),
        ],
      },
      /option beta = NaN/,
    ],
    [
      'outputs that contradict the operator',
      { input: (builder) => [offset(TENSOR.shape, builder.int32s([3, 2]))] },
      /operator 0 \(ADD\) has an output of shape \[1, 2\] in the file, but gives \[3, 2\]/,
    ],
    [
      'too many outputs',
      { operator: (builder) => [offset(OPERATOR.outputs, builder.int32s([1, 1]))] },
      /written by the operators 0 and 0/,
    ],
  ])('%s', (_, parts, expected) => {
    const error = thrown('model', () => read(parts));
    expect(error.message).toMatch(expected);
    expect(error.where).toBe('some.tflite');
  });
});

describe('an open dimension', () => {
  const bytes = rawFile({ input: (builder) => [offset(TENSOR.shapeSignature, builder.int32s([-1, -1]))] });
  const shaped = (shape: number[], name = '') =>
    readTflite(bytes, 'open.tflite', { inputShapes: new Map([[name, shape]]) });

  it('is what the user says, and so are those behind it', () => {
    expect(shaped([1, 2])).toEqual(readTflite(rawFile(), 'a.tflite'));
    expect(shaped([1, 1], 'x').tensors.map(({ shape }) => shape)).toEqual([[1, 1], [1, 2], [2]]);
  });

  it('must suit the operators, and the rest of the shape', () => {
    expect(thrown('model', () => shaped([1, 3])).message).toMatch(/operator 0 \(ADD\)/);
    expect(thrown('model', () => shaped([3])).message).toContain('which [3] does not fit');
    const error = thrown('model', () => shaped([1, 2], 'other'));
    expect(error.message).toContain('dimension 1 is open');
    expect(error.hint).toContain('--input-shape 1,N');
  });
});

describe('readModel', () => {
  it('reads by content, whatever the name', async () => {
    const graph = singleOperator([1, 3]);
    expect(await readModel(writeTflite(graph), 'model.bin')).toEqual(graph);
  });

  it('says what is no model, and what is a broken one', async () => {
    const strange = await rejected('model', readModel(Buffer.from('PNG, really'), 'model.png'));
    expect(strange.message).toBe('this is no model file');
    expect(strange.where).toBe('model.png');
    expect(strange.hint).toMatch(/TensorFlow Lite/);
    expect((await rejected('model', readModel(new Uint8Array(), 'model'))).message).toBe(
      'the model file is empty',
    );
    expect((await rejected('model', readModel(new Uint8Array(), 'a.tflite'))).message).toBe(
      'the model file is empty',
    );
    expect((await rejected('model', readModel(new Uint8Array(40), 'a.TFLITE'))).message).toMatch(
      /no TFL3 at byte 4/,
    );
  });
});
