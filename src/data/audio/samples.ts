/** The samples of WAV files as numbers. */
import { type Encoding, SAMPLE_BYTES, type WavHead } from './wav.ts';

/** Reads the sample at a byte. */
type Reader = (view: DataView, at: number) => number;

/** Integers become −1 … 1, exclusively: the lowest is −1. */
const READERS: Readonly<Record<Encoding, Reader>> = {
  uint8: (view, at) => (view.getUint8(at) - 128) / 2 ** 7,
  int16: (view, at) => view.getInt16(at, true) / 2 ** 15,
  int24: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  int32: (view, at) => view.getInt32(at, true) / 2 ** 31,
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

/** How several channels become one: their mean, or the first of them. */
export type Mix = 'mean' | 'first';

/**
 * Decodes samples, from several channels to one.
 *
 * @param bytes all of the sound, as the head says
 * @returns numbers from −1 to 1; those of floating point as they are, even if they are larger
 * @throws Error whose message is the predicate of a sentence, where a number is not finite
 */
export function decodeSamples(bytes: Uint8Array, head: WavHead, mix: Mix): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = READERS[head.encoding];
  const size = SAMPLE_BYTES[head.encoding];
  const used = mix === 'first' ? 1 : head.channels;
  const result = new Float64Array(head.frames);
  for (let frame = 0; frame < head.frames; frame++) {
    let sum = 0;
    const start = frame * head.channels * size;
    for (let channel = 0; channel < used; channel++) sum += read(view, start + channel * size);
    if (!Number.isFinite(sum)) throw new Error(`holds a number that is not finite, at sample ${frame}`);
    result[frame] = sum / used;
  }
  return result;
}
