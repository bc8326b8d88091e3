import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSamples } from '../../../src/data/audio/samples.ts';
import { type ByteSource, type Encoding, readWavHead } from '../../../src/data/audio/wav.ts';
import { type Chunk, dataChunk, formatChunk, riff, type WavContent, wav } from './wav-files.ts';

const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => {
    expect(offset + length).toBeLessThanOrEqual(bytes.length);
    return bytes.subarray(offset, offset + length);
  },
});

async function decode(bytes: Uint8Array, mix: 'mean' | 'first' = 'mean') {
  const head = await readWavHead(sourceOf(bytes));
  const sound = bytes.subarray(head.offset, head.offset + head.bytes);
  return { head, samples: [...decodeSamples(sound, head, mix)] };
}

const whyNot = (bytes: Uint8Array): Promise<string> =>
  decode(bytes).then(
    () => 'is fine',
    (error: Error) => error.message,
  );

const FULL_SCALE = { int16: 2 ** 15, int24: 2 ** 23, int32: 2 ** 31 } as const;

/** Any number that an encoding can hold. */
function numberOf(encoding: Encoding): fc.Arbitrary<number> {
  if (encoding === 'uint8') return fc.integer({ min: 0, max: 255 });
  if (encoding === 'float32') return fc.float({ noNaN: true, noDefaultInfinity: true, min: -4, max: 4 });
  if (encoding === 'float64') return fc.double({ noNaN: true, noDefaultInfinity: true, min: -4, max: 4 });
  return fc.integer({ min: -FULL_SCALE[encoding], max: FULL_SCALE[encoding] - 1 });
}

const real = (encoding: Encoding, value: number): number => {
  if (encoding.startsWith('float')) return value;
  return encoding === 'uint8' ? (value - 128) / 128 : value / FULL_SCALE[encoding as keyof typeof FULL_SCALE];
};

const chunks = fc.array(
  fc.record({
    id: fc.constantFrom('LIST', 'fact', 'bext', 'JUNK'),
    bytes: fc.uint8Array({ maxLength: 9 }),
  }),
  { maxLength: 3 },
);

const contents: fc.Arbitrary<WavContent> = fc
  .record({
    encoding: fc.constantFrom<Encoding[]>('uint8', 'int16', 'int24', 'int32', 'float32', 'float64'),
    count: fc.integer({ min: 1, max: 5 }),
    frames: fc.integer({ min: 1, max: 20 }),
  })
  .chain(({ encoding, count, frames }) =>
    fc.record({
      encoding: fc.constant(encoding),
      sampleRate: fc.integer({ min: 1, max: 192_000 }),
      channels: fc.array(fc.array(numberOf(encoding), { minLength: frames, maxLength: frames }), {
        minLength: count,
        maxLength: count,
      }),
      isExtensible: fc.boolean(),
      before: chunks,
      between: chunks,
    }),
  );

describe('WAV files', () => {
  it('of all encodings and any pieces give their samples, mixed or of the first channel', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const { encoding, sampleRate, channels } = content;
        const { head, samples } = await decode(wav(content));
        const frames = channels[0]!.length;
        expect(head).toMatchObject({ encoding, sampleRate, channels: channels.length, frames });
        samples.forEach((sample, frame) => {
          const sum = channels.reduce((total, channel) => total + real(encoding, channel[frame]!), 0);
          expect(sample).toBeCloseTo(sum / channels.length, 12);
        });
        const { samples: first } = await decode(wav(content), 'first');
        // Added to 0, −0 is 0.
        expect(first).toEqual(Array.from(channels[0]!, (value) => real(encoding, value) + 0));
      }),
      { numRuns: 200 },
    );
  });

  const SMALL: WavContent = { encoding: 'int16', channels: [[1, 2, 3]] };
  const [format, data] = [formatChunk(SMALL), dataChunk(SMALL)];
  const resized = (chunk: Chunk, size: number): Chunk => ({ ...chunk, size });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /^is empty$/],
    ['a few bytes', Buffer.from('RIFF'), /^is no sound$/],
    ['text', Buffer.from('this is a text that is long enough to be a head'), /^is no sound$/],
    ['another RIFF file', riff([format, data], 'RIFF', 'AVI '), /^is no sound$/],
    ['big-endian numbers', riff([format, data], 'RIFX'), /^is of the kind RIFX; only RIFF is read$/],
    ['64-bit sizes', riff([format, data], 'RF64'), /^is of the kind RF64/],
    ['no format', riff([{ id: 'LIST', bytes: new Uint8Array(8) }]), /^is damaged: it has no format$/],
    ['its sound first', riff([data, format]), /^is damaged: its sound comes before its format$/],
    ['no sound', riff([format, { id: 'LIST', bytes: new Uint8Array(3) }]), /^holds no sound$/],
    ['no samples', wav({ encoding: 'int16', channels: [[]] }), /^holds no sound: it is zero samples long$/],
    [
      'a missing end',
      wav(SMALL).subarray(0, -2),
      /^is cut off: it should hold 6 bytes of sound and holds 4$/,
    ],
    ['an absurd size', riff([format, resized(data, 0xffffffff)]), /^is cut off: it should hold 4294967295/],
    [
      'an absurd format',
      riff([resized(format, 0x7fffffff), data]),
      /^is damaged: it ends within its piece "fmt "$/,
    ],
    ['a short format', riff([{ id: 'fmt ', bytes: new Uint8Array(12) }, data]), /its format is incomplete$/],
    [
      'half a sample',
      riff([format, { id: 'data', bytes: new Uint8Array(5) }]),
      /its sound ends within a sample$/,
    ],
    [
      'no channels',
      riff([formatChunk({ ...SMALL, channels: [] }), data]),
      /0 channels of 16 bits do not take 0 bytes$/,
    ],
    [
      'wrong frames',
      riff([formatChunk(SMALL, { frameBytes: 7 }), data]),
      /1 channels of 16 bits do not take 7 bytes$/,
    ],
    ['µ-law', riff([formatChunk(SMALL, { code: 7, bits: 8 }), data]), /^holds sound that is µ-law; PCM of 8/],
    ['12 bits', riff([formatChunk(SMALL, { bits: 12 }), data]), /^holds sound that is of 12 bits;/],
    ['an unknown format', riff([formatChunk(SMALL, { code: 0x161 }), data]), /is of the format 353;/],
    ['no rate', riff([formatChunk({ ...SMALL, sampleRate: 0 }), data]), /its sample rate is 0 Hz$/],
    [
      'an absurd rate',
      riff([formatChunk({ ...SMALL, sampleRate: 1e9 }), data]),
      /its sample rate is 1000000000 Hz$/,
    ],
    [
      'what is no number',
      wav({ encoding: 'float32', channels: [[0, Number.NaN]] }),
      /is not finite, at sample 1$/,
    ],
    [
      'pieces without end',
      riff([...Array.from({ length: 1001 }, () => ({ id: 'JUNK', bytes: new Uint8Array(0) })), format, data]),
      /more than 1000 pieces$/,
    ],
  ])('with %s are refused', async (_, bytes, message) => {
    expect(await whyNot(bytes)).toMatch(message);
  });

  it('that are damaged anywhere are refused in words or read, never anything else', async () => {
    const whole = wav({
      encoding: 'float32',
      channels: [
        [0, 0.5, -1],
        [1, 2, 3],
      ],
      isExtensible: true,
      between: [{ id: 'LIST', bytes: new Uint8Array(5) }],
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
        async (changes, end) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          expect(await whyNot(bytes.subarray(0, end))).toMatch(/^(is|holds) [a-z]/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
