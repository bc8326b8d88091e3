/** Pixels to what a network takes. */
import type { ImagePreprocessing } from '../preprocessing.ts';

/** ITU-R BT.601 in 16-bit fixed point, which sums to 65,536: 0.299 R + 0.587 G + 0.114 B. */
const GREY = [19595, 38470, 7471] as const;

/** Where a pixel's R, G and B are in what a network takes. */
const ORDERS = { rgb: [0, 1, 2], bgr: [2, 1, 0] } as const;

/** Makes R, G and B of every pixel the same, in place. */
function toGrey(pixels: Uint8Array): void {
  for (let i = 0; i < pixels.length; i += 3) {
    const sum = GREY[0] * pixels[i]! + GREY[1] * pixels[i + 1]! + GREY[2] * pixels[i + 2]!;
    pixels.fill((sum + 32768) >> 16, i, i + 3);
  }
}

/**
 * (pixel − mean) × scale, channel by channel.
 *
 * @param pixels height × width × (R, G, B); they may be changed
 * @param channels of the network's input: 1 or 3
 */
export function normalizePixels(
  pixels: Uint8Array,
  channels: number,
  { grey, channelOrder, channelsFirst, mean, scale }: ImagePreprocessing,
): Float32Array {
  if (grey) toGrey(pixels);
  const count = pixels.length / 3;
  const result = new Float32Array(count * channels);
  for (let channel = 0; channel < channels; channel++) {
    const from = ORDERS[channelOrder][channel]!;
    const [offset, factor] = [mean[channel] ?? mean[0]!, scale[channel] ?? scale[0]!];
    const [start, step] = channelsFirst ? [channel * count, 1] : [channel, channels];
    for (let pixel = 0; pixel < count; pixel++) {
      result[start + pixel * step] = (pixels[3 * pixel + from]! - offset) * factor;
    }
  }
  return result;
}
