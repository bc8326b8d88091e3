/** Our reader of HDF5 reads what the HDF5 library writes (by h5wasm), and refuses what leads out of the file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as h5wasm from 'h5wasm/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { TflqError } from '../../../src/common/errors.ts';
import { type Hdf5Group, openHdf5 } from '../../../src/formats/keras/hdf5/index.ts';
import { newFolder } from '../../support/scratch.ts';

beforeAll(async () => {
  await h5wasm.ready;
});

/** Writes a file by the library, and opens it by our reader. */
async function written(
  write: (file: h5wasm.File) => void,
  options: h5wasm.FileOptions = {},
): Promise<Hdf5Group> {
  const path = join(newFolder('tflq-hdf5-'), 'file.h5');
  const file = new h5wasm.File(path, 'w', options);
  write(file);
  file.close();
  return openHdf5(new Uint8Array(await readFile(path)));
}

const NUMBERS = Float32Array.from({ length: 7 * 5 * 3 }, (_, k) => Math.fround(Math.sin(k) * 10));

describe('datasets', () => {
  it('in one piece, of any type of number', async () => {
    const root = await written((file) => {
      file.create_dataset({ name: 'f4', data: NUMBERS, shape: [7, 5, 3] });
      file.create_dataset({ name: 'f8', data: Float64Array.of(1.5, -2.25), shape: [2] });
      file.create_dataset({ name: 'i2', data: Int16Array.of(-3, 300), shape: [2] });
      file.create_dataset({ name: 'u8', data: Uint8Array.of(200), shape: [] });
      file.create_dataset({ name: 'i8', data: BigInt64Array.of(-7n), shape: [1] });
    });
    expect(root.dataset('f4')!.shape).toEqual([7, 5, 3]);
    expect(root.dataset('f4')!.floats()).toEqual(NUMBERS);
    expect(root.dataset('f8')!.floats()).toEqual(Float32Array.of(1.5, -2.25));
    expect(root.dataset('i2')!.floats()).toEqual(Float32Array.of(-3, 300));
    expect(root.dataset('u8')!.floats()).toEqual(Float32Array.of(200));
    expect(root.dataset('u8')!.shape).toEqual([]);
    expect(root.dataset('i8')!.floats()).toEqual(Float32Array.of(-7));
  });

  it.each([[[7, 5, 3]], [[2, 2, 2]], [[3, 5, 1]], [[1, 4, 3]]])(
    'in chunks of %j, compressed or not',
    async (chunks) => {
      const root = await written((file) => {
        file.create_dataset({ name: 'plain', data: NUMBERS, shape: [7, 5, 3], chunks });
        file.create_dataset({ name: 'gzip', data: NUMBERS, shape: [7, 5, 3], chunks, compression: 9 });
      });
      expect(root.dataset('plain')!.floats()).toEqual(NUMBERS);
      expect(root.dataset('gzip')!.floats()).toEqual(NUMBERS);
    },
  );

  it('of many chunks, whose tree has levels', async () => {
    const data = Float32Array.from({ length: 3000 }, (_, k) => k);
    const root = await written((file) => {
      file.create_dataset({ name: 'x', data, shape: [3000], chunks: [3], compression: 1 });
    });
    expect(root.dataset('x')!.floats()).toEqual(data);
  });

  it('refuses texts for numbers', async () => {
    const root = await written((file) => {
      file.create_dataset({ name: 'x', data: ['a', 'b'], dtype: 'S4' });
    });
    expect(() => root.dataset('x')!.floats()).toThrow(/text for numbers, which is not supported/);
  });
});

describe('groups', () => {
  it.each([
    ['earliest', 1],
    ['earliest', 9],
    ['earliest', 700],
    ['v108', 1],
    ['v108', 9],
    ['v108', 700],
    ['latest', 9],
  ] as const)('in the form %s, of %i members', async (libver, count) => {
    const root = await written(
      (file) => {
        const group = file.create_group('layers');
        for (let k = 0; k < count; k++) group.create_dataset({ name: `w${k}`, data: Float32Array.of(k) });
      },
      { libver: [libver, 'latest'] },
    );
    const group = root.group('layers')!;
    expect(group.names()).toHaveLength(count);
    expect(group.dataset(`w${count - 1}`)!.floats()).toEqual(Float32Array.of(count - 1));
    expect(group.dataset('w-1')).toBeUndefined();
    expect(root.dataset(`layers/w${count - 1}`)!.shape).toEqual([1]);
  });

  it('of the newer form, with few members', async () => {
    const root = await written(
      (file) => {
        const group = file.create_group('vars', true);
        group.create_dataset({ name: '0', data: NUMBERS, shape: [105] });
        group.create_dataset({ name: '1', data: Float32Array.of(4) });
      },
      { track_order: true },
    );
    expect(root.dataset('vars/0')!.floats()).toEqual(NUMBERS);
    expect(root.group('vars')!.names().sort()).toEqual(['0', '1']);
  });

  it('of many members with long names, in a heap of several blocks', async () => {
    const name = (k: number): string => `${'n'.repeat(100)}${k}`;
    const root = await written((file) => {
      for (let k = 0; k < 1500; k++) file.create_dataset({ name: name(k), data: Float32Array.of(k) });
    });
    expect(root.names()).toHaveLength(1500);
    for (const k of [0, 1, 777, 1499]) expect(root.dataset(name(k))!.floats()).toEqual(Float32Array.of(k));
  });

  it('never follow links to other files or places', async () => {
    const root = await written((file) => {
      file.create_external_link('/etc/passwd', '/', 'outside');
      file.create_soft_link('/nowhere', 'soft');
    });
    expect(() => root.member('outside')).toThrow(/refers to another file for "outside" \(an external link\)/);
    expect(() => root.group('outside/x')).toThrow(TflqError);
    expect(() => root.member('soft')).toThrow(/soft link/);
  });
});

describe('attributes', () => {
  it('of one text or several, short or long', async () => {
    const long = 'x'.repeat(200_000);
    const root = await written((file) => {
      file.create_attribute('version', '2.4.0');
      file.create_attribute('config', long);
      file.create_attribute('names', ['a', 'bc', 'größer']);
      file.create_attribute('fixed', ['a', 'bc'], [2], 'S6');
      file.create_attribute('number', 5);
    });
    expect(root.texts('version')).toEqual(['2.4.0']);
    expect(root.texts('config')).toEqual([long]);
    expect(root.texts('names')).toEqual(['a', 'bc', 'größer']);
    expect(root.texts('fixed')).toEqual(['a', 'bc']);
    expect(root.texts('number')).toBeUndefined();
    expect(root.texts('none')).toBeUndefined();
  });
});

describe('files of the newest form', () => {
  it('are read where they have what older ones have', async () => {
    const root = await written(
      (file) => {
        file.create_attribute('config', '{}');
        file.create_group('a').create_dataset({ name: 'w', data: NUMBERS, shape: [105] });
      },
      { libver: 'latest' },
    );
    expect(root.texts('config')).toEqual(['{}']);
    expect(root.dataset('a/w')!.floats()).toEqual(NUMBERS);
  });
});
