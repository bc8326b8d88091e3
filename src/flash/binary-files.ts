/** Images in the forms that programmers take besides ELF. */
import type { FlashImage } from './image.ts';

/** An image as it lies in memory, from its first byte on; gaps are filled as erased flash is. */
export function binaryFile(image: FlashImage): Uint8Array {
  const start = image[0].address;
  const { address, data } = image.at(-1)!;
  const file = new Uint8Array(address + data.length - start).fill(0xff);
  for (const piece of image) file.set(piece.data, piece.address - start);
  return file;
}

/** Bytes of a record. */
const RECORD = 32;

const TYPE = { data: 0x00, end: 0x01, upperAddress: 0x04 } as const;

/** A record: its length, address, type and data, then what makes the sum of all bytes 0. */
function record(type: number, address: number, data: Uint8Array): string {
  const bytes = [data.length, (address >> 8) & 0xff, address & 0xff, type, ...data];
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return `:${Buffer.from([...bytes, -sum & 0xff])
    .toString('hex')
    .toUpperCase()}\n`;
}

/** An image as Intel HEX (Intel, "Hexadecimal Object File Format Specification", 32-bit addresses). */
export function intelHex(image: FlashImage): string {
  const lines: string[] = [];
  let upper: number | undefined;
  for (const { address, data } of image) {
    for (let done = 0; done < data.length; ) {
      const at = address + done;
      // No record crosses a border of 64 KB: its address would wrap.
      const count = Math.min(RECORD, data.length - done, 0x10000 - (at & 0xffff));
      if (at >>> 16 !== upper) {
        upper = at >>> 16;
        lines.push(record(TYPE.upperAddress, 0, Uint8Array.of(upper >> 8, upper & 0xff)));
      }
      lines.push(record(TYPE.data, at & 0xffff, data.subarray(done, done + count)));
      done += count;
    }
  }
  return `${lines.join('')}${record(TYPE.end, 0, new Uint8Array())}`;
}
