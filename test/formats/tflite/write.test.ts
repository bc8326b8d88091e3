import { readdirSync, readFileSync } from 'node:fs';
import { ByteBuffer } from 'flatbuffers';
import { describe, expect, it } from 'vitest';
import { FlatTable } from '../../../src/formats/tflite/flat-table.ts';
import { readTflite, writeTflite } from '../../../src/formats/tflite/index.ts';
import { BUFFER, MODEL, OPERATOR_CODE } from '../../../src/formats/tflite/schema.ts';
import { bytesOf } from '../../../src/graph/dtype.ts';
import { thrown } from '../../support/errors.ts';
import { hasShared, sharedPath } from '../../support/shared.ts';
import { network, PATTERN, singleOperator, zeros } from './network.ts';

/** The places where some bytes lie in a file. */
function placesOf(bytes: Uint8Array, part: Uint8Array): number[] {
  const file = Buffer.from(bytes);
  const places: number[] = [];
  for (let at = file.indexOf(part); at >= 0; at = file.indexOf(part, at + 1)) places.push(at);
  return places;
}

describe('writeTflite', () => {
  it('writes what reads as the same graph', () => {
    expect(readTflite(writeTflite(network()), 'a.tflite')).toEqual(network());
  });

  it.each([
    'float32',
    'float16',
    'float64',
    'int8',
    'uint8',
    'int16',
    'uint16',
    'int32',
    'uint32',
    'int64',
    'uint64',
    'bool',
  ] as const)('keeps tensors of %s, scalars, variables, and constants without elements', (dtype) => {
    const graph = singleOperator([1, 3]);
    const more = [
      { name: 'state', shape: [2], dtype, isVariable: true },
      zeros(dtype, []),
      zeros(dtype, [2, 0]),
    ];
    const whole = { ...graph, tensors: [...graph.tensors, ...more] };
    expect(readTflite(writeTflite(whole), 'a.tflite')).toEqual(whole);
  });

  it('gives the same bytes each time', () => {
    expect(writeTflite(network())).toEqual(writeTflite(network()));
  });

  it('stores equal constants once, at a multiple of 16', () => {
    const bytes = writeTflite(network());
    const places = placesOf(bytes, bytesOf(PATTERN));
    expect(places).toHaveLength(1);
    expect(places[0]! % 16).toBe(0);
  });

  it('marks the file, and begins the buffers with one that has no data vector', () => {
    const bytes = writeTflite(network());
    expect(Buffer.from(bytes.subarray(4, 8)).toString()).toBe('TFL3');
    const model = FlatTable.root(bytes, 'model');
    expect(model.uint32(MODEL.version, 0)).toBe(3);
    expect(model.string(MODEL.description)).toBe('tflq-micro');
    const buffers = model.tables(MODEL.buffers, String);
    expect(buffers).toHaveLength(4);
    expect(buffers.map((buffer) => buffer.has(BUFFER.data))).toEqual([false, true, true, true]);
  });

  it('names every operator once, with both codes and the highest version needed', () => {
    const graph = singleOperator([1, 3]);
    const quant = { scale: [1], zeroPoint: [0], axis: 0 };
    const two = {
      ...graph,
      tensors: [
        ...graph.tensors,
        { name: 'i', shape: [1], dtype: 'int8', quant } as const,
        { name: 'o', shape: [1], dtype: 'int8', quant } as const,
      ],
      ops: [...graph.ops, { ...graph.ops[0]!, inputs: [2], outputs: [3] }],
      inputs: [0, 2],
      outputs: [1, 3],
    };
    const codes = FlatTable.root(writeTflite(two), 'model').tables(MODEL.operatorCodes, String);
    expect(
      codes.map((code) => [
        code.int8(OPERATOR_CODE.deprecatedBuiltinCode, 0),
        code.int32(OPERATOR_CODE.builtinCode, 0),
        code.int32(OPERATOR_CODE.version, 1),
      ]),
    ).toEqual([[19, 19, 2]]);
  });

  it('refuses an operator that it does not know', () => {
    const graph = singleOperator([1, 3]);
    const strange = { ...graph, ops: [{ ...graph.ops[0]!, type: 'BUILTIN:999' }] };
    expect(thrown('model', () => writeTflite(strange)).message).toMatch(
      /operator 0 .*BUILTIN:999.*not supported/,
    );
  });

  it('leaves the memory of a constant alone that is a part of a larger array', () => {
    const graph = singleOperator([1, 3]);
    const data = new Float32Array([9, 9, 1, 2, 9]).subarray(2, 4);
    const whole = {
      ...graph,
      tensors: [...graph.tensors, { name: 'c', shape: [2], dtype: 'float32', data } as const],
    };
    expect(readTflite(writeTflite(whole), 'a').tensors[2]!.data).toEqual(Float32Array.of(1, 2));
  });
});

describe('shared models', () => {
  const names = hasShared
    ? readdirSync(sharedPath('models')).filter((name) => name.endsWith('.tflite'))
    : ['none'];

  it.skipIf(!hasShared).each(names)('%s is read, written no larger, and read again as the same', (name) => {
    const bytes = readFileSync(sharedPath('models', name));
    const graph = readTflite(bytes, name);
    expect(graph.ops.length).toBeGreaterThan(0);
    const written = writeTflite(graph);
    expect(written.length).toBeLessThanOrEqual(1.02 * bytes.length);
    expect(readTflite(written, name)).toEqual(graph);
    expect(new ByteBuffer(written).__has_identifier('TFL3')).toBe(true);
  });
});
