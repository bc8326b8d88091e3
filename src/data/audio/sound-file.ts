/** Sound files on disk. */
import { type FileHandle, open } from 'node:fs/promises';
import { whyUnreadable } from '../../common/unreadable.ts';
import { decodeSamples, type Mix } from './samples.ts';
import { type ByteSource, readWavHead, type WavHead } from './wav.ts';

/** Longer sounds are refused: at 16 kHz, 17 minutes. */
const MOST_FRAMES = 2 ** 24;
const MOST_BYTES = 2 ** 27;

/** A sound of one channel. */
export interface Sound {
  readonly sampleRate: number;
  /** From −1 to 1; those of floating point may be larger. */
  readonly samples: Float64Array;
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Error('became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}

/** Opens a file for as long as `use` takes. */
async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (cause) {
    throw new Error(whyUnreadable(cause), { cause });
  }
  try {
    const { size } = await file.stat();
    return await use({ size, read: (offset, length) => readExactly(file, offset, length) });
  } finally {
    await file.close();
  }
}

async function headOf(source: ByteSource): Promise<WavHead> {
  const head = await readWavHead(source);
  if (head.frames > MOST_FRAMES) throw new Error(`is longer than ${MOST_FRAMES} samples`);
  if (head.bytes > MOST_BYTES) throw new Error(`holds more than ${MOST_BYTES / 2 ** 20} MiB of sound`);
  return head;
}

/** Reads a file's head. Errors as readSound. */
export function readHead(path: string): Promise<WavHead> {
  return withFile(path, headOf);
}

/**
 * Reads a file and makes its channels one.
 *
 * @throws Error whose message is the predicate of a sentence about the file, e.g. `is no sound`
 */
export function readSound(path: string, mix: Mix): Promise<Sound> {
  return withFile(path, async (source) => {
    const head = await headOf(source);
    const samples = decodeSamples(await source.read(head.offset, head.bytes), head, mix);
    return { sampleRate: head.sampleRate, samples };
  });
}
