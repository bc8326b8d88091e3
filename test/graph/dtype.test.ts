import { describe, expect, it } from 'vitest';
import { bytesOf, dataFromBytes } from '../../src/graph/dtype.ts';

describe('dataFromBytes', () => {
  it('copies, whatever the array lies in', () => {
    const pooled = Buffer.from('xxxx\x01\x00\x02\x00', 'latin1').subarray(4);
    const odd = Uint8Array.of(9, 1, 0, 2, 0).subarray(1);
    for (const bytes of [pooled, odd, Uint8Array.of(1, 0, 2, 0)]) {
      const data = dataFromBytes('int16', bytes);
      expect(data).toEqual(Int16Array.of(1, 2));
      bytes[0] = 7;
      expect(data[0]).toBe(1);
    }
  });

  it('gives back the bytes', () => {
    const bytes = Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 192);
    const data = dataFromBytes('float32', bytes);
    expect(data).toEqual(Float32Array.of(1, -2));
    expect(bytesOf(data)).toEqual(bytes);
  });
});
