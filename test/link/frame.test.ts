import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cobsDecode, cobsEncode } from '../../src/link/cobs.ts';
import { crc32 } from '../../src/link/crc32.ts';
import { decodeFrame, encodeFrame } from '../../src/link/frame.ts';

/** Bytes with many zeros and with long runs without, which is where COBS is delicate. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc.uint8Array({ maxLength: 20, max: 1 }),
  fc
    .array(fc.tuple(fc.constantFrom(0, 1, 253, 254, 255, 508), fc.constantFrom(0, 7)), { maxLength: 5 })
    .map((runs) => Uint8Array.from(runs.flatMap(([length, end]) => [...Array(length).fill(9), end]))),
);

const frames = fc.record({
  version: fc.nat(255),
  type: fc.nat(255),
  sequence: fc.nat(65535),
  payload: bytes,
});

describe('CRC-32', () => {
  it('gives the published check value', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});

describe('COBS', () => {
  it('gives the bytes of the paper', () => {
    expect([...cobsEncode(Uint8Array.of(0x11, 0x22, 0, 0x33))]).toEqual([3, 0x11, 0x22, 2, 0x33]);
    expect([...cobsEncode(Uint8Array.of(0))]).toEqual([1, 1]);
    expect([...cobsEncode(new Uint8Array(0))]).toEqual([1]);
    const run = Uint8Array.from({ length: 254 }, (_, i) => i + 1);
    expect([...cobsEncode(run)]).toEqual([255, ...run]);
    expect([...cobsEncode(Uint8Array.from([...run, 0]))]).toEqual([255, ...run, 1, 1]);
    expect([...cobsEncode(Uint8Array.from([...run, 5]))]).toEqual([255, ...run, 2, 5]);
  });

  it('has no zeros, adds one byte in 254, and comes back', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        const stuffed = cobsEncode(data);
        expect(stuffed.includes(0)).toBe(false);
        expect(stuffed.length).toBeLessThanOrEqual(data.length + 1 + Math.floor(data.length / 254));
        expect(cobsDecode(stuffed)).toEqual(data);
      }),
    );
  });

  it('refuses what is cut off or has zeros in it', () => {
    expect(cobsDecode(Uint8Array.of(3, 1))).toBeUndefined();
    expect(cobsDecode(Uint8Array.of(0, 1))).toBeUndefined();
    expect(cobsDecode(Uint8Array.of(3, 0, 1))).toBeUndefined();
  });

  it('decodes anything without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        cobsDecode(data);
      }),
    );
  });
});

describe('frames', () => {
  it('come back from the line', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const line = encodeFrame(frame);
        expect(line[0]).toBe(0);
        expect(line.at(-1)).toBe(0);
        expect(line.subarray(1, -1).includes(0)).toBe(false);
        expect(decodeFrame(line.subarray(1, -1))).toEqual(frame);
      }),
    );
  });

  it('are refused with any one byte changed', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, place, change) => {
        const line = encodeFrame(frame).slice(1, -1);
        line[place % line.length]! ^= change;
        expect(decodeFrame(line)).toBeUndefined();
      }),
    );
  });

  it('are refused when cut off', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (frame, place) => {
        const line = encodeFrame(frame).subarray(1, -1);
        expect(decodeFrame(line.subarray(0, place % line.length))).toBeUndefined();
      }),
    );
  });
});
