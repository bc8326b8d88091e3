/** WAV files for tests. */
import type { Encoding } from '../../../src/data/audio/wav.ts';

/** A piece of a file. */
export interface Chunk {
  readonly id: string;
  readonly bytes: Uint8Array;
  /** What is written as its size; its true one unless given. */
  readonly size?: number;
}

/** What a file holds. */
export interface WavContent {
  readonly encoding: Encoding;
  readonly sampleRate?: number;
  /** Channel by channel, all of one length: integers of the encoding's range, or any real numbers. */
  readonly channels: readonly ArrayLike<number>[];
  readonly isExtensible?: boolean;
  /** Pieces before and after that of the format. */
  readonly before?: readonly Chunk[];
  readonly between?: readonly Chunk[];
}

const BITS = { uint8: 8, int16: 16, int24: 24, int32: 32, float32: 32, float64: 64 } as const;

/** Writes one number. */
const WRITERS: Readonly<Record<Encoding, (buffer: Buffer, value: number, at: number) => void>> = {
  uint8: (buffer, value, at) => buffer.writeUInt8(value, at),
  int16: (buffer, value, at) => buffer.writeInt16LE(value, at),
  int24: (buffer, value, at) => buffer.writeIntLE(value, at, 3),
  int32: (buffer, value, at) => buffer.writeInt32LE(value, at),
  float32: (buffer, value, at) => buffer.writeFloatLE(value, at),
  float64: (buffer, value, at) => buffer.writeDoubleLE(value, at),
};

/** A file of these pieces. */
export function riff(chunks: readonly Chunk[], kind = 'RIFF', form = 'WAVE'): Buffer {
  const parts = chunks.flatMap(({ id, bytes, size = bytes.length }) => {
    const head = Buffer.alloc(8);
    head.write(id, 'latin1');
    head.writeUInt32LE(size, 4);
    return [head, bytes, new Uint8Array(bytes.length % 2)];
  });
  const body = Buffer.concat([Buffer.from(form, 'latin1'), ...parts]);
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** The piece that tells the format. */
export function formatChunk(
  { encoding, sampleRate = 16_000, channels, isExtensible = false }: WavContent,
  changes: { code?: number; bits?: number; frameBytes?: number } = {},
): Chunk {
  const bits = changes.bits ?? BITS[encoding];
  const code = changes.code ?? (encoding.startsWith('float') ? 3 : 1);
  const frameBytes = changes.frameBytes ?? (channels.length * BITS[encoding]) / 8;
  const bytes = Buffer.alloc(isExtensible ? 40 : 16);
  bytes.writeUInt16LE(isExtensible ? 0xfffe : code, 0);
  bytes.writeUInt16LE(channels.length, 2);
  bytes.writeUInt32LE(sampleRate, 4);
  bytes.writeUInt32LE(sampleRate * frameBytes, 8);
  bytes.writeUInt16LE(frameBytes, 12);
  bytes.writeUInt16LE(bits, 14);
  if (isExtensible) {
    bytes.writeUInt16LE(22, 16);
    bytes.writeUInt16LE(bits, 18);
    bytes.writeUInt16LE(code, 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(bytes, 26);
  }
  return { id: 'fmt ', bytes };
}

/** The piece that holds the samples. */
export function dataChunk({ encoding, channels }: WavContent): Chunk {
  const size = BITS[encoding] / 8;
  const frames = channels[0]!.length;
  const bytes = Buffer.alloc(frames * channels.length * size);
  for (let frame = 0; frame < frames; frame++) {
    for (const [c, channel] of channels.entries())
      WRITERS[encoding](bytes, channel[frame]!, (frame * channels.length + c) * size);
  }
  return { id: 'data', bytes };
}

/** A whole file. */
export function wav(content: WavContent): Buffer {
  const { before = [], between = [] } = content;
  return riff([...before, formatChunk(content), ...between, dataChunk(content)]);
}

/** A 16-bit file of a sine. */
export function sine(hertz: number, seconds: number, sampleRate = 16_000, amplitude = 0.5): Buffer {
  const length = Math.round(seconds * sampleRate);
  const channel = Int16Array.from({ length }, (_, i) =>
    Math.round(32767 * amplitude * Math.sin((2 * Math.PI * hertz * i) / sampleRate)),
  );
  return wav({ encoding: 'int16', sampleRate, channels: [channel] });
}
