/** Image files to pixels, by sharp, which is loaded when the first image is. */
import type { Sharp } from 'sharp';
import { TflqError } from '../../common/errors.ts';
import type { ImagePreprocessing } from '../preprocessing.ts';

/** The endings of files that are images. */
export const EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff'] as const;

/** What sharp calls these kinds. An SVG can refer to other files, so it is none of them. */
const KINDS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff']);

/** Images of more pixels are refused: 300 MB of memory, or a bomb. */
const MOST_PIXELS = 1e8;

/** The longest side: JPEG's own limit. Damaged heads name longer ones, which the decoder complains about on its own. */
const MOST_SIDE = 65_535;

const FITS = { stretch: 'fill', crop: 'cover', pad: 'contain' } as const;

let loading: Promise<typeof import('sharp').default> | undefined;

/** Loads sharp, which brings a library for each kind of machine. */
async function loadSharp(): Promise<typeof import('sharp').default> {
  try {
    const { default: sharp } = await import('sharp');
    // One sample is decoded once, so there is nothing to keep.
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  } catch (cause) {
    throw new TflqError('tool', 'images cannot be decoded: the package sharp does not load on this machine', {
      hint: 'Install tflq-micro again with npm install --include=optional, or save the images as a .npy file.',
      cause,
    });
  }
}

async function open(path: string): Promise<Sharp> {
  loading ??= loadSharp();
  return (await loading)(path, { failOn: 'error', limitInputPixels: MOST_PIXELS });
}

/** What a decoder threw, as the predicate of a sentence. */
export function whyUndecodable(cause: unknown): string {
  const [line = ''] = cause instanceof Error ? cause.message.split('\n') : [];
  if (/unsupported image format|is empty/.test(line)) return 'is no image';
  if (/pixel limit/.test(line)) return `is larger than ${MOST_PIXELS / 1e6} million pixels`;
  const why = /Vips\w+: (.+)/.exec(line)?.[1];
  return `is a damaged image${why === undefined ? '' : ` (${why})`}`;
}

/**
 * Looks at an image's head, or decodes all of it.
 *
 * @returns undefined where that goes well, else what is wrong, as the predicate of a sentence
 */
export async function checkImage(path: string, isThorough: boolean): Promise<string | undefined> {
  const image = await open(path);
  try {
    const { format, width, height } = await image.metadata();
    if (!KINDS.has(format)) return 'is no image';
    if (Math.max(width, height) > MOST_SIDE)
      return `is ${width} × ${height} pixels, which is too long a side`;
    if (isThorough) await image.raw().toBuffer();
    return undefined;
  } catch (cause) {
    return whyUndecodable(cause);
  }
}

/** The part of an image that is kept before resizing, about the middle. */
async function cropped(path: string, image: Sharp, share: number): Promise<Sharp> {
  if (share === 1) return image;
  const { autoOrient } = await (await open(path)).metadata();
  const width = Math.max(1, Math.round(autoOrient.width * share));
  const height = Math.max(1, Math.round(autoOrient.height * share));
  const left = Math.floor((autoOrient.width - width) / 2);
  const top = Math.floor((autoOrient.height - height) / 2);
  return image.extract({ left, top, width, height });
}

/**
 * Decodes an image: turned as its EXIF data says, in sRGB of 8 bits whatever it was (CMYK, grey, 16 bits), the first of
 * several frames, transparent parts on black.
 *
 * @returns height × width × (R, G, B), 0 … 255
 * @throws Error where it cannot be decoded; whyUndecodable puts that into words
 */
export async function decodeImage(
  path: string,
  { width, height, resize, interpolation, crop }: ImagePreprocessing,
): Promise<Uint8Array> {
  const background = { r: 0, g: 0, b: 0 };
  const upright = (await open(path)).autoOrient().flatten({ background });
  return (await cropped(path, upright, crop))
    .resize({ width, height, fit: FITS[resize], kernel: interpolation, background, fastShrinkOnLoad: false })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
}
