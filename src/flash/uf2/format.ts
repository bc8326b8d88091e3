/** UF2 files (Microsoft's "USB Flashing Format"): blocks of 512 bytes, each of which says where it belongs. */
import { TflqError } from '../../common/errors.ts';
import { type FlashImage, imageBlocks, type Piece } from '../image.ts';
import { UF2_FAMILIES } from './families.ts';

/** Bytes of a block. */
export const UF2_BLOCK = 512;

/** Bytes of flash in a block that we write; some bootloaders take no other number. */
const PAYLOAD = 256;

const MAGIC = { first: 0x0a324655, second: 0x9e5d5157, last: 0x0ab16f30 } as const;

const FLAG = { notMainFlash: 0x00000001, hasFamily: 0x00002000 } as const;

/** Where the fields of a block are. */
const FIELD = {
  first: 0,
  second: 4,
  flags: 8,
  address: 12,
  size: 16,
  number: 20,
  count: 24,
  family: 28,
  data: 32,
  last: 508,
} as const;

/** What a UF2 file holds. */
export interface Uf2File {
  /** Family ids that its blocks name, as board files give them; in the order in which they come. */
  readonly families: readonly string[];
  /** What goes into the flash, in the order of the file. */
  readonly pieces: readonly (Piece & { readonly family: string | undefined })[];
}

/** A family id as board files give it. */
function familyId(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/**
 * Makes a UF2 file.
 *
 * @param family as board files give it, e.g. '0xe48bff56'
 */
export function writeUf2(image: FlashImage, family: string): Uint8Array {
  const sector = UF2_FAMILIES.get(family)?.sector ?? PAYLOAD;
  const blocks = imageBlocks(image, sector).flatMap(({ address, data }) =>
    Array.from({ length: sector / PAYLOAD }, (_, index) => ({
      address: address + index * PAYLOAD,
      data: data.subarray(index * PAYLOAD, (index + 1) * PAYLOAD),
    })),
  );
  const file = Buffer.alloc(UF2_BLOCK * blocks.length);
  for (const [number, { address, data }] of blocks.entries()) {
    const block = file.subarray(UF2_BLOCK * number, UF2_BLOCK * (number + 1));
    block.writeUInt32LE(MAGIC.first, FIELD.first);
    block.writeUInt32LE(MAGIC.second, FIELD.second);
    block.writeUInt32LE(FLAG.hasFamily, FIELD.flags);
    block.writeUInt32LE(address, FIELD.address);
    block.writeUInt32LE(PAYLOAD, FIELD.size);
    block.writeUInt32LE(number, FIELD.number);
    block.writeUInt32LE(blocks.length, FIELD.count);
    block.writeUInt32LE(Number(family), FIELD.family);
    block.set(data, FIELD.data);
    block.writeUInt32LE(MAGIC.last, FIELD.last);
  }
  return file;
}

/**
 * Reads a UF2 file.
 *
 * @param fileName for messages
 * @throws TflqError('build') if it is none, or is damaged
 */
export function readUf2(bytes: Uint8Array, fileName: string): Uf2File {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (): TflqError =>
    new TflqError('build', 'the build left a damaged UF2 file', {
      where: fileName,
      hint: 'Build it again, from nothing.',
    });
  if (file.length === 0 || file.length % UF2_BLOCK !== 0) throw damaged();
  const families = new Set<string>();
  const pieces: (Piece & { family: string | undefined })[] = [];
  for (let start = 0; start < file.length; start += UF2_BLOCK) {
    const field = (name: keyof typeof FIELD): number => file.readUInt32LE(start + FIELD[name]);
    const size = field('size');
    if (field('first') !== MAGIC.first || field('second') !== MAGIC.second || field('last') !== MAGIC.last)
      throw damaged();
    if (size > FIELD.last - FIELD.data) throw damaged();
    const flags = field('flags');
    const family = (flags & FLAG.hasFamily) === 0 ? undefined : familyId(field('family'));
    if (family !== undefined) families.add(family);
    if ((flags & FLAG.notMainFlash) !== 0) continue;
    const data = file.subarray(start + FIELD.data, start + FIELD.data + size);
    pieces.push({ address: field('address'), data, family });
  }
  return { families: [...families], pieces };
}

/** True where a UF2 file puts all bytes of an image where they belong. */
export function holdsImage({ pieces }: Uf2File, image: FlashImage): boolean {
  const flash = new Map<number, number>();
  for (const { address, data } of pieces)
    for (const [index, byte] of data.entries()) flash.set(address + index, byte);
  return image.every(({ address, data }) => data.every((byte, index) => flash.get(address + index) === byte));
}
