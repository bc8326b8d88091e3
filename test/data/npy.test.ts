import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { npy, readNpy, writeNpy } from '../../src/data/npy.ts';
import { formatNpyHeader } from '../../src/data/npy-header.ts';
import { bytesOf, type DType, dataFromBytes, dtypeBytes } from '../../src/graph/dtype.ts';
import { elementCount } from '../../src/graph/graph.ts';
import { thrown } from '../support/errors.ts';
import { numpyFile } from './numpy-files.ts';

/** A file with that text for a header, version 1. */
function withHeader(text: string, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  return new Uint8Array(Buffer.concat([prefix, Buffer.from(text, 'latin1'), payload]));
}

describe('reading what numpy wrote', () => {
  it.each([
    ['f4', 'float32', [2, 3], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]],
    ['f4Fortran', 'float32', [2, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['i2Big', 'int16', [2, 3], [-2500, -1500, -500, 500, 1500, 2500]],
    ['f8BigV2', 'float64', [2, 3], [0, 0.25, 0.5, 0.75, 1, 1.25]],
    ['i8V3', 'int64', [2, 3], [-3n, -2n, -1n, 0n, 1n, 2n]],
    ['f2', 'float32', [8], [0, 1, -2.5, 65504, 2 ** -24, Infinity, -Infinity, Number.NaN]],
    ['bool', 'bool', [3], [1, 0, 1]],
    ['u1Scalar', 'uint8', [], [7]],
  ] as const)('%s', (file, dtype, shape, values) => {
    const array = readNpy(numpyFile(file), 'x.npy');
    expect(array.dtype).toBe(dtype);
    expect(array.shape).toEqual(shape);
    expect([...array.data]).toEqual(values);
  });

  it('names the array by its file', () => {
    expect(npy.read(numpyFile('f4'), '/some/where/kws_x.npy')[0]!.name).toBe('kws_x');
  });
});

describe('writing', () => {
  it('gives the bytes that numpy gives', () => {
    const data = Float32Array.of(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5);
    expect(writeNpy({ shape: [2, 3], dtype: 'float32', data })).toEqual(numpyFile('f4'));
    expect(writeNpy({ shape: [3], dtype: 'bool', data: Uint8Array.of(1, 0, 1) })).toEqual(numpyFile('bool'));
    expect(writeNpy({ shape: [], dtype: 'uint8', data: Uint8Array.of(7) })).toEqual(numpyFile('u1Scalar'));
  });

  it('refuses elements that are not as many as the shape says', () => {
    expect(() => writeNpy({ shape: [3], dtype: 'int8', data: new Int8Array(2) })).toThrow(/do not fit/);
  });

  it('round trips every type and shape', () => {
    const dtypes = [
      'float32',
      'float64',
      'int8',
      'uint8',
      'int16',
      'uint16',
      'int32',
      'uint32',
      'int64',
      'uint64',
    ];
    const cases = fc.record({
      dtype: fc.constantFrom(...(dtypes as DType[])),
      shape: fc.array(fc.nat(4), { maxLength: 5 }),
      seed: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    });
    fc.assert(
      fc.property(cases, ({ dtype, shape, seed }) => {
        const size = elementCount(shape) * dtypeBytes(dtype);
        const data = dataFromBytes(
          dtype,
          Uint8Array.from({ length: size }, (_, i) => seed[i % seed.length]!),
        );
        const again = readNpy(writeNpy({ shape, dtype, data }), 'x.npy');
        expect(again.shape).toEqual(shape);
        expect(again.dtype).toBe(dtype);
        expect(bytesOf(again.data)).toEqual(bytesOf(data));
      }),
    );
  });
});

describe('bad files', () => {
  const message = (bytes: Uint8Array): string => {
    const error = thrown('data', () => readNpy(bytes, 'dir/x.npy'));
    expect(error.where).toBe('dir/x.npy');
    expect(error.hint).toMatch(/numpy/);
    return error.message;
  };

  it('cut off anywhere', () => {
    const whole = numpyFile('f4');
    for (let length = 0; length < whole.length; length++) message(whole.slice(0, length));
    expect(message(whole.slice(0, -1))).toMatch(
      /shape \(2, 3\) and type float32 has 24 bytes, but 23 are there/,
    );
  });

  it('more bytes than the array has', () => {
    expect(message(Uint8Array.from([...numpyFile('f4'), 0]))).toMatch(/24 bytes, but 25 are there/);
  });

  it('records and Python objects', () => {
    expect(message(numpyFile('record'))).toMatch(/several fields/);
    expect(message(numpyFile('objects'))).toMatch(/Python objects/);
  });

  it.each([
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", /its shape is/],
    [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000)}",
      /64000000000000000000 bytes/,
    ],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", /header cannot be read/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,)}", /its shape is/],
    [`{'descr': '<f4', 'fortran_order': False, 'shape': (${'1,'.repeat(65)})}`, /65 dimensions/],
    ["{'descr': '<U8', 'fortran_order': False, 'shape': ()}", /elements of type '<U8'/],
    ["{'descr': '<constructor', 'fortran_order': False, 'shape': ()}", /elements of type/],
    ["{'descr': '<f4', 'shape': ()}", /lacks/],
    ["{'descr': '<f4', 'fortran_order': 'True', 'shape': ()}", /lacks/],
    ["{'descr': __import__('os'), 'fortran_order': False, 'shape': ()}", /header cannot be read/],
    ['[]', /no dictionary/],
  ])('the header %s', (header, expected) => {
    expect(message(withHeader(header))).toMatch(expected);
  });

  it('an unknown version, and a header longer than the file', () => {
    const bytes = numpyFile('f4');
    bytes[6] = 9;
    expect(message(bytes)).toMatch(/format version is 9/);
    const long = numpyFile('f8BigV2');
    long.set([255, 255, 255, 255], 8);
    expect(message(long)).toMatch(/claims 4294967295 bytes/);
  });

  it('random bytes, and random damage to a sound file, end in an array or in an error of ours', () => {
    const whole = numpyFile('f4');
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const check = (bytes: Uint8Array): void => {
      try {
        readNpy(bytes, 'x.npy');
      } catch (error) {
        expect(error).toBeInstanceOf(TflqError);
      }
    };
    fc.assert(
      fc.property(damage, (places) => {
        const bytes = whole.slice();
        for (const [at, value] of places) bytes[at] = value;
        check(bytes);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), check));
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => check(withHeader(text))),
      { numRuns: 300 },
    );
  });
});

it('pads the header to 64 bytes, ending in a line feed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100000), { maxLength: 20 }), (shape) => {
      const header = formatNpyHeader('<f4', shape);
      expect(header.length % 64).toBe(0);
      expect(header.at(-1)).toBe(10);
    }),
  );
});
