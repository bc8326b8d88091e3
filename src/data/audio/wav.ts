/**
 * The heads of WAV files: RIFF with linear PCM of 8, 16, 24 or 32 bits or floating point of 32 or 64, also as
 * WAVE_FORMAT_EXTENSIBLE. Errors are plain ones whose message is the predicate of a sentence about the file.
 */

/** How samples are written. */
export type Encoding = 'uint8' | 'int16' | 'int24' | 'int32' | 'float32' | 'float64';

/** What the head of a file tells of its sound. */
export interface WavHead {
  readonly encoding: Encoding;
  /** ≥ 1. */
  readonly channels: number;
  /** Samples a second of each channel. */
  readonly sampleRate: number;
  /** Samples of each channel, ≥ 1. */
  readonly frames: number;
  /** Where in the file the samples begin, and how many bytes they take. */
  readonly offset: number;
  readonly bytes: number;
}

/** A file that is read piece by piece. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Gives as many bytes as are wanted; they are all there. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The bytes of a sample. */
export const SAMPLE_BYTES: Readonly<Record<Encoding, number>> = {
  uint8: 1,
  int16: 2,
  int24: 3,
  int32: 4,
  float32: 4,
  float64: 8,
};

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** By format code and bits a sample. */
const ENCODINGS: Readonly<Record<string, Encoding>> = {
  [`${PCM}/8`]: 'uint8',
  [`${PCM}/16`]: 'int16',
  [`${PCM}/24`]: 'int24',
  [`${PCM}/32`]: 'int32',
  [`${FLOAT}/32`]: 'float32',
  [`${FLOAT}/64`]: 'float64',
};

/** What else files are known to hold, by format code. */
const FOREIGN: Readonly<Record<number, string>> = {
  2: 'ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  80: 'MPEG',
  85: 'MP3',
};

/** The end of the identifiers of sub-formats, behind their format code. */
const SUBFORMAT_TAIL = '000000001000800000aa00389b71';

/** A file with more pieces before its sound is none that any program writes. */
const MOST_CHUNKS = 1000;

/** More is no rate of any device. */
const HIGHEST_RATE = 768_000;

const CHUNK_HEAD = 8;
const RIFF_HEAD = 12;
const FORMAT_BYTES = 16;
const EXTENSIBLE_BYTES = 40;

/** A piece of a file. */
interface Chunk {
  readonly id: string;
  readonly offset: number;
  readonly size: number;
}

const ascii = (bytes: Uint8Array, at: number): string =>
  Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');

async function requireRiff(source: ByteSource): Promise<void> {
  if (source.size < RIFF_HEAD + CHUNK_HEAD) throw new Error(source.size === 0 ? 'is empty' : 'is no sound');
  const head = await source.read(0, RIFF_HEAD);
  const kind = ascii(head, 0);
  if (kind === 'RIFX' || kind === 'RF64' || kind === 'BW64')
    throw new Error(`is of the kind ${kind}; only RIFF is read`);
  if (kind !== 'RIFF' || ascii(head, 8) !== 'WAVE') throw new Error('is no sound');
}

/** The pieces of a file, in order. They begin at even offsets. */
async function* chunksOf(source: ByteSource): AsyncGenerator<Chunk> {
  let at = RIFF_HEAD;
  for (let count = 0; at + CHUNK_HEAD <= source.size; count++) {
    if (count === MOST_CHUNKS) throw new Error(`is damaged: it has more than ${MOST_CHUNKS} pieces`);
    const head = await source.read(at, CHUNK_HEAD);
    const size = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    yield { id: ascii(head, 0), offset: at + CHUNK_HEAD, size };
    at += CHUNK_HEAD + size + (size % 2);
  }
}

async function readChunk(source: ByteSource, { id, offset, size }: Chunk, most: number): Promise<DataView> {
  if (offset + size > source.size) throw new Error(`is damaged: it ends within its piece "${id}"`);
  const bytes = await source.read(offset, Math.min(size, most));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The format code; of the extensible kind, that of the sub-format. */
function formatCode(format: DataView): number {
  const code = format.getUint16(0, true);
  if (code !== EXTENSIBLE) return code;
  if (format.byteLength < EXTENSIBLE_BYTES) throw new Error('is damaged: its format is incomplete');
  const tail = Buffer.from(format.buffer, format.byteOffset + 26, 14).toString('hex');
  return tail === SUBFORMAT_TAIL ? format.getUint16(24, true) : EXTENSIBLE;
}

type Format = Pick<WavHead, 'encoding' | 'channels' | 'sampleRate'>;

function parseFormat(format: DataView): Format {
  if (format.byteLength < FORMAT_BYTES) throw new Error('is damaged: its format is incomplete');
  const code = formatCode(format);
  const [channels, sampleRate] = [format.getUint16(2, true), format.getUint32(4, true)];
  const [frameBytes, bits] = [format.getUint16(12, true), format.getUint16(14, true)];
  const encoding = ENCODINGS[`${code}/${bits}`];
  if (encoding === undefined) {
    const what =
      FOREIGN[code] ?? (code === PCM || code === FLOAT ? `of ${bits} bits` : `of the format ${code}`);
    throw new Error(`holds sound that is ${what}; PCM of 8, 16, 24 or 32 bits or float is read`);
  }
  if (channels === 0 || frameBytes !== channels * SAMPLE_BYTES[encoding])
    throw new Error(`is damaged: ${channels} channels of ${bits} bits do not take ${frameBytes} bytes`);
  if (sampleRate === 0 || sampleRate > HIGHEST_RATE)
    throw new Error(`is damaged: its sample rate is ${sampleRate} Hz`);
  return { encoding, channels, sampleRate };
}

function locateSamples({ size }: ByteSource, chunk: Chunk, format: Format): WavHead {
  const there = size - chunk.offset;
  if (chunk.size > there)
    throw new Error(`is cut off: it should hold ${chunk.size} bytes of sound and holds ${there}`);
  const frameBytes = format.channels * SAMPLE_BYTES[format.encoding];
  const frames = Math.floor(chunk.size / frameBytes);
  if (frames * frameBytes !== chunk.size) throw new Error('is damaged: its sound ends within a sample');
  if (frames === 0) throw new Error('holds no sound: it is zero samples long');
  return { ...format, frames, offset: chunk.offset, bytes: chunk.size };
}

/**
 * Reads the head of a file; the pieces that lie between are skipped.
 *
 * @throws Error whose message is the predicate of a sentence, e.g. `is no sound`
 */
export async function readWavHead(source: ByteSource): Promise<WavHead> {
  await requireRiff(source);
  let format: Format | undefined;
  for await (const chunk of chunksOf(source)) {
    if (chunk.id === 'fmt ') format = parseFormat(await readChunk(source, chunk, EXTENSIBLE_BYTES));
    if (chunk.id !== 'data') continue;
    if (format === undefined) throw new Error('is damaged: its sound comes before its format');
    return locateSamples(source, chunk, format);
  }
  throw new Error(format === undefined ? 'is damaged: it has no format' : 'holds no sound');
}
