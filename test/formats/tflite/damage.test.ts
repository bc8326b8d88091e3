import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../../src/common/errors.ts';
import { FlatBuilder } from '../../../src/formats/tflite/flat-builder.ts';
import { readTflite, writeTflite } from '../../../src/formats/tflite/index.ts';
import { MODEL, SUBGRAPH, TENSOR } from '../../../src/formats/tflite/schema.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { validateGraph } from '../../../src/graph/validate.ts';
import { thrown } from '../../support/errors.ts';
import { network } from './network.ts';
import { int32, offset } from './raw-file.ts';

const SOUND = writeTflite(network());

/** Reads a file that may be damaged: a sound graph or one error of ours comes out, nothing else. */
function readDamaged(bytes: Uint8Array): Graph | undefined {
  try {
    const graph = readTflite(bytes, 'damaged.tflite');
    validateGraph(graph);
    return graph;
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    expect(error.kind).toBe('model');
    expect(error.where).toBe('damaged.tflite');
    return undefined;
  }
}

describe('damaged files end in an error or in a graph that is whole', () => {
  it('cut off after every byte', () => {
    let read = 0;
    for (let length = 0; length < SOUND.length; length++) {
      const graph = readDamaged(SOUND.subarray(0, length));
      if (graph !== undefined) {
        expect(graph).toEqual(network());
        read++;
      }
    }
    // What is missing may be the padding at the file's very end.
    expect(read).toBeLessThan(16);
  });

  it('an empty file, and one of nothing but the identifier', () => {
    expect(thrown('model', () => readTflite(new Uint8Array(), 'x')).message).toBe('the model file is empty');
    const bytes = Buffer.from('\0\0\0\0TFL3', 'latin1');
    expect(thrown('model', () => readTflite(bytes, 'x')).message).toMatch(/damaged/);
  });

  it('every word set to a value that hurts', () => {
    const view = new DataView(SOUND.buffer.slice(0));
    const bytes = new Uint8Array(view.buffer);
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      const word = view.getUint32(at, true);
      for (const value of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, word + 4, word ^ 0x100]) {
        view.setUint32(at, value, true);
        readDamaged(bytes);
      }
      view.setUint32(at, word, true);
    }
    expect(bytes).toEqual(SOUND);
  });

  it('random bytes in it', () => {
    const places = fc.array(fc.tuple(fc.nat(SOUND.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(places, (changes) => {
        const bytes = SOUND.slice();
        for (const [at, value] of changes) bytes[at] = value;
        readDamaged(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it('parts of it moved elsewhere', () => {
    const place = fc.nat(SOUND.length - 1);
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 64 }), (from, to, length) => {
        const bytes = SOUND.slice();
        bytes.copyWithin(to, from, from + length);
        readDamaged(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('nothing but random bytes, with and without the identifier', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, marked) => {
        if (marked && bytes.length >= 8) bytes.set(Buffer.from('TFL3'), 4);
        expect(readDamaged(bytes)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('small files that would unfold to gigabytes', () => {
  /** A file with that vector of tensors. */
  function withTensors(builder: FlatBuilder, tensors: readonly number[]): Uint8Array {
    const subgraph = builder.table([offset(SUBGRAPH.tensors, builder.tables(tensors))]);
    const subgraphs = builder.tables([subgraph]);
    const buffers = builder.tables([builder.table([])]);
    const fields = [
      int32(MODEL.version, 3),
      offset(MODEL.subgraphs, subgraphs),
      offset(MODEL.buffers, buffers),
    ];
    builder.finish(builder.table(fields), 'TFL3');
    return builder.asUint8Array();
  }

  it('one tensor, listed again and again', () => {
    const builder = new FlatBuilder();
    const tensor = builder.table([]);
    const bytes = withTensors(builder, new Array<number>(100000).fill(tensor));
    expect(thrown('model', () => readTflite(bytes, 'x')).message).toMatch(/its parts overlap/);
  });

  it('one long name, or one long shape, for many tensors', () => {
    for (const slot of [TENSOR.name, TENSOR.shape]) {
      const builder = new FlatBuilder();
      const long =
        slot === TENSOR.name
          ? builder.createString('x'.repeat(1e6))
          : builder.int32s(new Array(250000).fill(1));
      const tensors = Array.from({ length: 100 }, () => builder.table([offset(slot, long)]));
      const bytes = withTensors(builder, tensors);
      expect(thrown('model', () => readTflite(bytes, 'x')).message).toMatch(/its parts overlap/);
    }
  });

  it('a vector that claims 2^32 elements', () => {
    const builder = new FlatBuilder();
    const bytes = withTensors(builder, [builder.table([offset(TENSOR.shape, builder.int32s([77777]))])]);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const at = Buffer.from(bytes).indexOf(Buffer.from(Int32Array.of(77777).buffer)) - 4;
    expect(view.getUint32(at, true)).toBe(1);
    view.setUint32(at, 0xffffffff, true);
    expect(thrown('model', () => readTflite(bytes, 'x')).message).toMatch(
      /tensor 0 points beyond the file's end/,
    );
  });
});
