import { describe, expect, it } from 'vitest';
import { binaryFile, intelHex } from '../../src/flash/binary-files.ts';
import type { FlashImage } from '../../src/flash/image.ts';
import { noise, ORIGIN } from './support/stm32.ts';

const image: FlashImage = [
  { address: ORIGIN, data: noise(300) },
  { address: ORIGIN + 0xfff0, data: noise(100, 2) },
];

/** Reads Intel HEX by its specification. */
function readHex(text: string): Map<number, number> {
  const bytes = new Map<number, number>();
  let upper = 0;
  for (const line of text.trim().split('\n')) {
    const record = Buffer.from(line.slice(1), 'hex');
    expect(record.reduce((sum, byte) => sum + byte, 0) & 0xff).toBe(0);
    expect(record.length).toBe(record[0]! + 5);
    if (record[3] === 4) upper = record.readUInt16BE(4) << 16;
    if (record[3] !== 0) continue;
    for (const [index, byte] of record.subarray(4, -1).entries())
      bytes.set((upper | record.readUInt16BE(1)) + index, byte);
  }
  return bytes;
}

describe('intelHex', () => {
  it('holds every byte at its address, across borders of 64 KB', () => {
    const bytes = readHex(intelHex(image));
    expect(bytes.size).toBe(400);
    for (const { address, data } of image)
      for (const [index, byte] of data.entries()) expect(bytes.get(address + index)).toBe(byte);
  });

  it('is what the specification shows', () => {
    const text = intelHex([
      { address: 0x0013_0100, data: Buffer.from('214601360121470136007EFE09D21901', 'hex') },
    ]);
    expect(text).toBe(':020000040013E7\n:10010000214601360121470136007EFE09D2190140\n:00000001FF\n');
  });
});

describe('binaryFile', () => {
  it('fills the gap', () => {
    const file = binaryFile(image);
    expect(file.length).toBe(0xfff0 + 100);
    expect(file.subarray(300, 0xfff0).every((byte) => byte === 0xff)).toBe(true);
  });
});
