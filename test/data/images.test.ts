import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openSamples } from '../../src/data/index.ts';
import type { ImageSettings } from '../../src/data/preprocessing.ts';
import { rejected } from '../support/errors.ts';
import { newFolder } from '../support/scratch.ts';
import { type Pixels, picture, plain, writeFiles } from './support/image-files.ts';
import { networkOf } from './support/networks.ts';

/** What a network of that input is given for an image file. */
async function decoded(
  content: Uint8Array,
  shape: readonly number[],
  image: ImageSettings = {},
  name = 'image.png',
): Promise<number[]> {
  const path = join(newFolder('tflq images '), name);
  writeFileSync(path, content);
  const { samples } = await openSamples(path, networkOf(shape), { settings: { image } });
  expect(samples.count).toBe(1);
  const [data] = await samples.sample(0);
  expect(data).toBeInstanceOf(Float32Array);
  return [...(data as Float32Array)];
}

const COLOURS: Pixels = { width: 2, height: 1, channels: 3, values: [10, 20, 30, 200, 100, 50] };
const png = (pixels: Pixels): Promise<Uint8Array> => picture(pixels).png().toBuffer();

describe('what a network is given', () => {
  const shape = [1, 1, 2, 3];

  it('is raw pixels unless told otherwise', async () => {
    expect(await decoded(await png(COLOURS), shape)).toEqual([10, 20, 30, 200, 100, 50]);
  });

  it('is (pixel − mean) × scale, by one number or one a channel', async () => {
    const image = await png(COLOURS);
    expect(await decoded(image, shape, { mean: [100], scale: [0.5] })).toEqual([-45, -40, -35, 50, 0, -25]);
    expect(await decoded(image, shape, { mean: [10, 20, 30], scale: [1, 2, 0.25] })).toEqual([
      0, 0, 0, 190, 160, 5,
    ]);
  });

  it('has the colours in the wanted order, and each with its own mean', async () => {
    const settings: ImageSettings = { channelOrder: 'bgr', mean: [30, 20, 10] };
    expect(await decoded(await png(COLOURS), shape, settings)).toEqual([0, 0, 0, 20, 80, 190]);
  });

  it('has the channels first where that is wanted', async () => {
    const values = await decoded(await png(COLOURS), [1, 3, 1, 2], { channelsFirst: true });
    expect(values).toEqual([10, 200, 20, 100, 30, 50]);
  });

  it.each([
    ['of one channel', [1, 1, 2, 1], {}, [18, 124]],
    ['without a channel axis', [1, 1, 2], {}, [18, 124]],
    ['of three', [1, 1, 2, 3], { grey: true }, [18, 18, 18, 124, 124, 124]],
  ])('is grey as Rec. 601 has it, for an input %s', async (_, wanted, settings, expected) => {
    expect(await decoded(await png(COLOURS), wanted, settings)).toEqual(expected);
  });
});

describe('files', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff'] as const)('%s', async (format) => {
    const image = await plain(200, 100, 50).toFormat(format).toBuffer();
    const [r, g, b] = await decoded(image, [1, 4, 4, 3], {}, `image.${format}`);
    expect([Math.abs(r! - 200), Math.abs(g! - 100), Math.abs(b! - 50)].every((error) => error <= 3)).toBe(
      true,
    );
  });

  it('of CMYK', async () => {
    const image = await plain(200, 100, 50).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(image).metadata()).channels).toBe(4);
    const values = await decoded(image, [1, 1, 1, 3], {}, 'image.jpg');
    expect(values[0]).toBeGreaterThan(180);
    expect(values[2]).toBeLessThan(80);
  });

  it('of grey', async () => {
    const grey: Pixels = { width: 2, height: 1, channels: 1, values: [7, 250] };
    expect(await decoded(await png(grey), [1, 1, 2, 3])).toEqual([7, 7, 7, 250, 250, 250]);
    expect(await decoded(await png(grey), [1, 1, 2, 1])).toEqual([7, 250]);
  });

  it('of 16 bits a channel', async () => {
    const deep = await sharp(Uint16Array.of(0x1234, 0xff00), { raw: { width: 2, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await decoded(deep, [1, 1, 2, 1])).toEqual([0x12, 0xff]);
  });

  it('with transparent parts, which are black', async () => {
    const values = [255, 255, 255, 0, 200, 100, 50, 255];
    expect(await decoded(await png({ width: 2, height: 1, channels: 4, values }), [1, 1, 2, 3])).toEqual([
      0, 0, 0, 200, 100, 50,
    ]);
  });

  it('that EXIF data says are turned', async () => {
    const image = await picture({ width: 3, height: 2, channels: 1, values: [1, 2, 3, 4, 5, 6] })
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    expect(await decoded(image, [1, 3, 2, 1])).toEqual([4, 1, 5, 2, 6, 3]);
  });

  it('of several frames: the first', async () => {
    const frames = picture({ width: 1, height: 2, channels: 3, values: [255, 0, 0, 0, 0, 255] });
    const gif = await sharp(await frames.raw().toBuffer(), {
      raw: { width: 1, height: 2, channels: 3, pageHeight: 1 },
    })
      .gif()
      .toBuffer();
    expect((await sharp(gif, { pages: -1 }).metadata()).pages).toBe(2);
    expect(await decoded(gif, [1, 1, 1, 3], {}, 'image.gif')).toEqual([255, 0, 0]);
  });
});

describe('sizes', () => {
  /** Four columns: black, red, green, white; two rows. */
  const row = [0, 0, 0, 200, 0, 0, 0, 200, 0, 255, 255, 255];
  const WIDE: Pixels = { width: 4, height: 2, channels: 3, values: [...row, ...row] };

  it('crops the middle to the shape of the input', async () => {
    const values = await decoded(await png(WIDE), [1, 2, 2, 3], { resize: 'crop' });
    expect(values.slice(0, 6)).toEqual([200, 0, 0, 0, 200, 0]);
  });

  it('pads with black', async () => {
    const values = await decoded(await png(WIDE), [1, 4, 4, 3], { resize: 'pad' });
    expect(values.slice(0, 12)).toEqual(new Array(12).fill(0));
    expect(values.slice(12, 24)).toEqual(row);
    expect(values.slice(36)).toEqual(new Array(12).fill(0));
  });

  it('stretches unless told otherwise', async () => {
    const values = await decoded(await png(WIDE), [1, 1, 4, 3]);
    expect(values).toEqual(row);
  });

  it('keeps a share about the middle', async () => {
    const values = await decoded(await png(WIDE), [1, 1, 2, 3], { crop: 0.5 });
    expect(values).toEqual([200, 0, 0, 0, 200, 0]);
  });

  it('takes the nearest pixel where that is wanted', async () => {
    const values = await decoded(await png(WIDE), [1, 1, 8, 3], { interpolation: 'nearest' });
    expect(values).toEqual(
      [0, 1, 2, 3].flatMap((i) => [...row.slice(3 * i, 3 * i + 3), ...row.slice(3 * i, 3 * i + 3)]),
    );
  });
});

describe('refusals', () => {
  it.each([
    [[1, 784], {}, /no image/, /height, width/],
    [[1, 8, 8, 4], {}, /no image/, /1 or 3/],
    [[1, 3, 8, 8], {}, /no image/, /--channels-first/],
  ])('inputs of %j', async (shape, settings, message, hint) => {
    const error = await rejected('data', decoded(await png(COLOURS), shape, settings));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('more numbers than channels', async () => {
    const error = await rejected('usage', decoded(await png(COLOURS), [1, 1, 2, 1], { mean: [1, 2, 3] }));
    expect(error.where).toBe('--mean');
  });

  it.each([
    ['text', Buffer.from('no image'), 'is no image'],
    ['nothing', Buffer.alloc(0), 'is no image'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'), 'is no image'],
  ])('%s in a file that is called an image', async (_, content, message) => {
    const error = await rejected('data', decoded(content, [1, 2, 2, 3]));
    expect(error.message).toBe(`the file ${message}`);
    expect(error.where).toMatch(/image\.png$/);
  });

  it('an image that is cut off: when it is decoded, or before, where such are to be left out', async () => {
    const folder = newFolder('tflq images ');
    const noise = await sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 99, sigma: 40 },
      },
    })
      .jpeg()
      .toBuffer();
    writeFiles(folder, { 'a.jpg': noise, 'b.jpg': noise.subarray(0, noise.length / 2), 'c.jpg': noise });
    const graph = networkOf([1, 8, 8, 3]);
    const { samples } = await openSamples(folder, graph, {});
    const error = await rejected('data', Promise.resolve(samples.sample(1)));
    expect(error.message).toMatch(/damaged image/);
    expect(error.where).toBe(join(folder, 'b.jpg'));
    const notes: string[] = [];
    const rest = await openSamples(folder, graph, { skipBad: true, note: (line) => notes.push(line) });
    expect([rest.samples.count, rest.skipped]).toEqual([2, 1]);
    expect(notes).toEqual([expect.stringMatching(/b\.jpg is a damaged image/)]);
  });
});

describe('what a project says of images', () => {
  it('holds unless the flags say otherwise, which is told', async () => {
    const path = join(newFolder('tflq images '), 'image.png');
    writeFileSync(path, await png(COLOURS));
    const graph = networkOf([1, 1, 2, 3]);
    const first = await openSamples(path, graph, { settings: { image: { mean: [10], scale: [2] } } });
    const project = first.preprocessing!;
    expect(project).toEqual({
      kind: 'image',
      width: 2,
      height: 1,
      resize: 'stretch',
      interpolation: 'linear',
      crop: 1,
      grey: false,
      channelOrder: 'rgb',
      channelsFirst: false,
      mean: [10],
      scale: [2],
    });
    const notes: string[] = [];
    const note = (line: string): number => notes.push(line);
    const same = await openSamples(path, graph, { preprocessing: project, note });
    expect(same.preprocessing).toEqual(project);
    expect(notes).toEqual([]);
    const other = await openSamples(path, graph, {
      preprocessing: project,
      settings: { image: { mean: [0], scale: [2] } },
      note,
    });
    expect(other.preprocessing).toEqual({ ...project, mean: [0] });
    expect(notes).toEqual(['images are prepared otherwise than the project says: mean [0] instead of [10]']);
  });
});

it('images with a side beyond all measure are refused by name', async () => {
  const long = await sharp({ create: { width: 70_000, height: 1, channels: 3, background: '#102030' } })
    .png()
    .toBuffer();
  const error = await rejected('data', decoded(long, [1, 1, 2, 3]));
  expect(`${error.message} ${error.where}`).toContain('is 70000 × 1 pixels, which is too long a side');
  expect(error.where).toContain('image.png');
});
