import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { loadArrays, loadLabels, writeNpy } from '../../src/data/index.ts';
import { npz } from '../../src/data/npz.ts';
import { rejected, thrown } from '../support/errors.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { numpyFile } from './numpy-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tflq-data-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('loadArrays', () => {
  it('reads a .npy file', async () => {
    const arrays = await loadArrays(await file('one.npy', numpyFile('f4')));
    expect(arrays).toEqual([
      {
        name: 'one',
        shape: [2, 3],
        dtype: 'float32',
        data: Float32Array.of(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5),
      },
    ]);
  });

  it('reads a .npz file, stored and compressed, whatever it is called', async () => {
    expect(await loadArrays(await file('two.bin', numpyFile('npz')))).toEqual([
      { name: 'x', shape: [2, 2], dtype: 'float32', data: Float32Array.of(0, 1, 2, 3) },
      { name: 'y', shape: [2], dtype: 'int64', data: BigInt64Array.of(1n, 0n) },
    ]);
    expect(await loadArrays(await file('three.npz', numpyFile('npzCompressed')))).toEqual([
      { name: 'arr_0', shape: [2, 3], dtype: 'int8', data: new Int8Array(6) },
      { name: 'arr_1', shape: [2], dtype: 'float32', data: Float32Array.of(1, 1) },
    ]);
  });

  it('says of a missing file, of a folder and of an empty or strange file what it is', async () => {
    const missing = await rejected('data', loadArrays(join(folder, 'none.npy')));
    expect(missing.message).toMatch(/does not exist/);
    expect(missing.where).toBe(join(folder, 'none.npy'));
    await mkdir(join(folder, 'sub'));
    expect((await rejected('data', loadArrays(join(folder, 'sub')))).message).toMatch(/is a folder/);
    const empty = await file('empty.npy', new Uint8Array());
    expect((await rejected('data', loadArrays(empty))).message).toMatch(/is empty/);
    const strange = await file('data.txt', Buffer.from('1,2,3\n'));
    expect((await rejected('data', loadArrays(strange))).message).toMatch(/no known format/);
  });

  it.skipIf(!hasShared)('reads the shared data', async () => {
    const [kws] = await loadArrays(sharedPath('data', 'kws_x.npy'));
    expect(kws).toMatchObject({ name: 'kws_x', shape: [1000, 49, 10, 1], dtype: 'float32' });
    const layers = await loadArrays(sharedPath('goldens', 'kws_int8_layers.npz'));
    expect(layers.length).toBeGreaterThan(10);
    expect(layers.every(({ dtype }) => dtype === 'int8')).toBe(true);
    const labels = await loadLabels(sharedPath('data', 'kws_y.npy'));
    expect(labels.length).toBe(1000);
    expect(Math.max(...labels)).toBe(11);
  });
});

describe('bad archives', () => {
  const message = (bytes: Uint8Array): string => thrown('data', () => npz.read(bytes, 'x.npz')).message;

  it('cut off anywhere', () => {
    const whole = numpyFile('npzCompressed');
    for (let length = 0; length < whole.length; length++) message(whole.slice(0, length));
  });

  it('without arrays', () => {
    expect(message(zipSync({ 'readme.txt': Buffer.from('hello') }))).toMatch(/no arrays/);
  });

  it('with a broken array, which is named', () => {
    const broken = zipSync({ 'a.npy': numpyFile('f4'), 'b.npy': numpyFile('f4').slice(0, 130) });
    expect(thrown('data', () => npz.read(broken, 'x.npz')).where).toBe('x.npz, array "b"');
  });

  it('that claim to unfold to gigabytes: refused before anything is unfolded', () => {
    const bytes = zipSync({ 'a.npy': numpyFile('f4') });
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint32(directory + 24, 0xfffffff0, true);
    expect(message(bytes)).toMatch(/more than 1024 MiB/);
    view.setUint32(directory + 24, 2 ** 29, true);
    expect(message(bytes)).toMatch(/a\.npy cannot be true/);
  });

  it('of many entries that together unfold to too much', () => {
    const bytes = zipSync({ 'a.npy': new Uint8Array(2 ** 22), 'b.npy': new Uint8Array(2 ** 22) });
    const view = new DataView(bytes.buffer);
    let at = view.getUint32(bytes.length - 6, true);
    for (let entry = 0; entry < 2; entry++) {
      view.setUint32(at + 24, 2 ** 30 - 1, true);
      at +=
        46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    expect(message(bytes)).toMatch(/cannot be true|more than/);
  });

  it('with random damage end in arrays or in an error of ours', () => {
    const whole = numpyFile('npzCompressed');
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, (places) => {
        const bytes = whole.slice();
        for (const [at, value] of places) bytes[at] = value;
        try {
          npz.read(bytes, 'x.npz');
        } catch (error) {
          expect(error).toBeInstanceOf(TflqError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('loadLabels', () => {
  it('takes the array called y from a file of several', async () => {
    expect(await loadLabels(await file('xy.npz', numpyFile('npz')))).toEqual(Int32Array.of(1, 0));
  });

  it('says where it cannot tell which array it is', async () => {
    const path = await file('ab.npz', numpyFile('npzCompressed'));
    expect((await rejected('data', loadLabels(path))).message).toMatch(/"arr_0", "arr_1"/);
  });

  it('takes a .npy file', async () => {
    const labels = writeNpy({ shape: [3, 1], dtype: 'int32', data: Int32Array.of(2, 0, 1) });
    expect(await loadLabels(await file('y.npy', labels))).toEqual(Int32Array.of(2, 0, 1));
  });
});
