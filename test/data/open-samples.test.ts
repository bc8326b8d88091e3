import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkClasses, openSamples, readingAhead, writeNpy } from '../../src/data/index.ts';
import { rejected, thrown } from '../support/errors.ts';
import { newFolder } from '../support/scratch.ts';
import { plain, writeFiles } from './support/image-files.ts';
import { networkOf } from './support/networks.ts';

/** A folder of two classes, whose images are known by their red. */
async function flowers(extra: Readonly<Record<string, Uint8Array | string>> = {}): Promise<string> {
  const folder = newFolder('tflq flowers ');
  const red = (value: number): Promise<Buffer> => plain(value, 0, 0, 2, 2).png().toBuffer();
  writeFiles(folder, {
    'daisy/1.png': await red(1),
    'daisy/2.png': await red(2),
    'tulip/1.png': await red(3),
    ...extra,
  });
  return folder;
}

const IMAGE = networkOf([1, 2, 2, 3], { classes: 2 });

async function reds(samples: { count: number; sample(k: number): unknown }): Promise<number[]> {
  const values: number[] = [];
  for (let k = 0; k < samples.count; k++)
    values.push((await (samples.sample(k) as Promise<Float32Array[]>))[0]![0]!);
  return values;
}

describe('folders of classes', () => {
  it('give samples, labels and names', async () => {
    const folder = await flowers();
    const opened = await openSamples(folder, IMAGE, {});
    expect(await reds(opened.samples)).toEqual([1, 2, 3]);
    expect([...opened.labels!]).toEqual([0, 0, 1]);
    expect(opened.classNames).toEqual(['daisy', 'tulip']);
    expect(opened.files).toEqual(
      ['daisy/1.png', 'daisy/2.png', 'tulip/1.png'].map((file) => join(folder, file)),
    );
    expect(opened.skipped).toBe(0);
  });

  it('are no classes where the user says so, but still tell the folders', async () => {
    const opened = await openSamples(await flowers(), IMAGE, { isUnlabelled: true });
    expect(opened.labels).toBeUndefined();
    expect([...opened.folders!]).toEqual([0, 0, 1]);
  });

  it('stop at the first file that is no image, and say how many there are', async () => {
    const folder = await flowers({ 'daisy/15.png': 'text', 'tulip/0.png': '' });
    const error = await rejected('data', openSamples(folder, IMAGE, {}));
    expect(error.message).toBe('the file is no image');
    expect(error.where).toBe(join(folder, 'daisy', '15.png'));
    expect(error.hint).toMatch(/^2 of 5 files .* --skip-bad/);
  });

  it('leave such files out where that is wanted, and their labels too', async () => {
    const folder = await flowers({ 'daisy/15.png': 'text', 'tulip/0.png': '' });
    const notes: string[] = [];
    const note = (line: string): number => notes.push(line);
    const labels = join(folder, 'labels.csv');
    writeFileSync(labels, 'daisy\ndaisy\ndaisy\ntulip\ntulip\n');
    const opened = await openSamples(folder, IMAGE, { skipBad: true, note });
    expect(await reds(opened.samples)).toEqual([1, 2, 3]);
    expect(opened.skipped).toBe(2);
    expect(notes[0]).toMatch(/1 entries are no images/);
    expect(notes.slice(1).map((line) => line.replace(folder, ''))).toEqual([
      `left out: ${join('/daisy', '15.png')} is no image`,
      `left out: ${join('/tulip', '0.png')} is no image`,
    ]);
    const labelled = await openSamples(folder, IMAGE, { skipBad: true, labels });
    expect([...labelled.labels!]).toEqual([0, 0, 1]);
  });

  it('of nothing but bad files are refused all the same', async () => {
    const folder = newFolder('tflq flowers ');
    writeFiles(folder, { 'a.png': 'text', 'b.png': 'text' });
    const error = await rejected('data', openSamples(folder, IMAGE, { skipBad: true }));
    expect(error.hint).toMatch(/2 of 2 files/);
  });

  it('of nothing are refused with what could be in them', async () => {
    const folder = newFolder('tflq flowers ');
    writeFiles(folder, { 'a.txt': '' });
    const error = await rejected('data', openSamples(folder, IMAGE, {}));
    expect(error.message).toBe('the folder holds no samples');
    expect(error.hint).toMatch(/images \(jpg, /);
  });

  it('do not feed networks of several inputs', async () => {
    const graph = { ...IMAGE, inputs: [0, 0] };
    expect((await rejected('data', openSamples(await flowers(), graph, {}))).message).toMatch(/2 inputs/);
  });

  it('and labels in a file must be as many as files', async () => {
    const folder = await flowers();
    const labels = join(newFolder('tflq labels '), 'y.npy');
    writeFileSync(labels, writeNpy({ shape: [2], dtype: 'int32', data: Int32Array.of(0, 1) }));
    const error = await rejected('data', openSamples(folder, IMAGE, { labels }));
    expect(error.message).toBe('there are 2 labels for 3 samples');
  });

  it('are decoded when asked for, and a few ahead, but never all', async () => {
    const folder = newFolder('tflq flowers ');
    const image = await plain(9, 0, 0, 2, 2).png().toBuffer();
    writeFiles(folder, Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i + 10}.png`, image])));
    const { samples } = await openSamples(folder, IMAGE, {});
    // Whoever changes the files under way sees which were read already.
    const ahead = readingAhead({ samples }).samples;
    await ahead.sample(0);
    for (let i = 4; i < 40; i++) writeFileSync(join(folder, `${i + 10}.png`), 'gone');
    await ahead.sample(3);
    expect((await rejected('data', Promise.resolve(ahead.sample(4)))).where).toMatch(/14\.png$/);
  });
});

describe('raw files', () => {
  function raw(bytes: Uint8Array): string {
    const path = join(newFolder('tflq raw '), 'x.bin');
    writeFileSync(path, bytes);
    return path;
  }

  it.each([
    ['float32', Uint8Array.from(new Uint8Array(Float32Array.of(1, 2, 3, -4).buffer)), [3, -4]],
    ['int8', Uint8Array.of(1, 2, 3, 252), [3, -4]],
    ['uint8', Uint8Array.of(1, 2, 3, 252), [3, 252]],
    ['int16', Uint8Array.of(1, 0, 2, 0, 3, 0, 0, 128), [3, -32768]],
    ['float16', Uint8Array.of(0, 0x3c, 0, 0x40, 0, 0x42, 0, 0xc4), [3, -4]],
  ] as const)('of %s', async (dataType, bytes, expected) => {
    const { samples } = await openSamples(raw(bytes), networkOf([1, 2]), { dataType });
    expect(samples.count).toBe(2);
    expect(await samples.sample(1)).toEqual([Float32Array.from(expected)]);
  });

  it("of the input's own integers go through unchanged", async () => {
    const quant = { scale: [0.5], zeroPoint: [3], axis: 0 };
    const graph = networkOf([1, 2], { dtype: 'int8', quant });
    const { samples } = await openSamples(raw(Uint8Array.of(1, 255)), graph, { dataType: 'int8' });
    expect(await samples.sample(0)).toEqual([Int8Array.of(1, -1)]);
  });

  it('need the type of their numbers', async () => {
    const error = await rejected('usage', openSamples(raw(Uint8Array.of(1, 2)), networkOf([1, 2]), {}));
    expect(error.hint).toMatch(/--data-type/);
  });

  it.each([
    [5, /^1 bytes are left over: a sample is 2 × int8, 2 bytes$/],
    [0, /^the file is empty/],
  ])('of %d bytes are refused', async (length, message) => {
    const path = raw(new Uint8Array(length));
    expect(
      (await rejected('data', openSamples(path, networkOf([1, 2]), { dataType: 'int8' }))).message,
    ).toMatch(message);
  });
});

describe('classes that the model does not have', () => {
  const graph = networkOf([1, 2], { classes: 10 });
  it('are told with both numbers', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const folder = thrown('data', () => checkClasses(graph, Int32Array.of(0), names, 'flowers'));
    expect(folder.message).toBe(
      'the data has 5 classes, but the model\'s output, tensor 1 ("scores"), has 10',
    );
    expect(folder.hint).toMatch(/a, b, c, d, e.*--unlabelled/);
    const labels = thrown('data', () => checkClasses(graph, Int32Array.of(3, 10), undefined, 'y.npy'));
    expect(labels.message).toMatch(/labels go up to 10, .* has 10$/);
  });

  it('are two where there is one score', () => {
    const single = networkOf([1, 2], { classes: 1 });
    checkClasses(single, Int32Array.of(0, 1), ['no', 'yes'], 'folder');
    checkClasses(graph, Int32Array.of(9), undefined, 'y.npy');
    expect(thrown('data', () => checkClasses(single, Int32Array.of(2), undefined, 'y')).message).toMatch(
      /one score for two/,
    );
  });
});

it('what is not there is told of', async () => {
  expect((await rejected('data', openSamples('/no/such/data', IMAGE, {}))).message).toBe(
    'the data does not exist',
  );
});
