/** What of an ELF file goes into a board's flash, and where. */
import { readFile } from 'node:fs/promises';
import { type ElfFile, PT_LOAD, readElf, SHF_ALLOC, SHT_NOBITS } from '../common/elf.ts';
import { TflqError } from '../common/errors.ts';

/** Bytes at an address. */
export interface Piece {
  readonly address: number;
  readonly data: Uint8Array;
}

/** An image: pieces by address, none of which is empty or overlaps another. */
export type FlashImage = readonly [Piece, ...Piece[]];

/** A part of the address space, as a board's file gives it. */
interface Region {
  readonly origin: number;
  readonly size: number;
}

const AGAIN = 'Build it again: `make clean`, then `tflq-micro build`.';

/** An address as it stands in linker scripts. */
export function hex(address: number): string {
  return `0x${address.toString(16).padStart(8, '0')}`;
}

/**
 * The pieces of a file. Linkers may put the file's own headers into the first segment, so what counts is the sections
 * in a segment, as for objcopy; a segment without sections counts whole.
 */
function piecesOf({ sections, segments }: ElfFile, bytes: Uint8Array): Piece[] {
  const loaded = sections.filter(
    ({ type, flags, size }) => (flags & SHF_ALLOC) !== 0 && type !== SHT_NOBITS && size > 0,
  );
  return segments
    .filter(({ type, fileSize }) => type === PT_LOAD && fileSize > 0)
    .flatMap((segment) => {
      const end = segment.offset + segment.fileSize;
      const parts =
        loaded.length === 0
          ? [{ offset: segment.offset, size: segment.fileSize }]
          : loaded.filter(({ offset, size }) => offset >= segment.offset && offset + size <= end);
      return parts.map(({ offset, size }) => {
        if (offset + size > bytes.length) throw new RangeError('cut off');
        const address = segment.physicalAddress + offset - segment.offset;
        return { address, data: bytes.subarray(offset, offset + size) };
      });
    })
    .sort((a, b) => a.address - b.address);
}

/**
 * Takes an ELF file apart.
 *
 * @param fileName for messages
 * @throws TflqError('build') if it is no ELF file, is damaged, or has nothing to load
 */
export function elfImage(bytes: Uint8Array, fileName: string): FlashImage {
  let pieces: Piece[];
  try {
    pieces = piecesOf(readElf(bytes), bytes);
  } catch (cause) {
    throw new TflqError('build', 'the image is not an ELF file, or is damaged', {
      where: fileName,
      hint: AGAIN,
      cause,
    });
  }
  const [first, ...rest] = pieces;
  if (first === undefined)
    throw new TflqError('build', 'the image holds nothing to load', { where: fileName, hint: AGAIN });
  let end = first.address + first.data.length;
  for (const { address, data } of rest) {
    if (address < end)
      throw new TflqError('build', `two parts of the image lie at ${hex(address)}`, {
        where: fileName,
        hint: 'Check the linker script: LMA of .data, sections in the same place.',
      });
    end = address + data.length;
  }
  return [first, ...rest];
}

/**
 * Reads an image.
 *
 * @throws TflqError('build') as elfImage does, and if the file cannot be read
 */
export async function loadImage(path: string): Promise<FlashImage> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new TflqError('build', 'the image cannot be read', { where: path, hint: AGAIN, cause });
  }
  return elfImage(bytes, path);
}

/**
 * Makes sure that all of an image lies in the flash.
 *
 * @param fileName for messages
 * @throws TflqError('build') that names what lies elsewhere
 */
export function requireInFlash(image: FlashImage, { origin, size }: Region, fileName: string): void {
  const outside = image.find(
    ({ address, data }) => address < origin || address + data.length > origin + size,
  );
  if (outside === undefined) return;
  const { address, data } = outside;
  throw new TflqError(
    'build',
    `${data.length} bytes of the image belong to ${hex(address)}, which is not in the flash (${hex(origin)} to ${hex(origin + size - 1)})`,
    {
      where: fileName,
      hint: 'Was it built for this board? Check the linker script and memory.flash in the board file.',
    },
  );
}

/**
 * An image in blocks of one size, each at a multiple of it, gaps filled. Blocks that hold nothing of the image are
 * left out.
 *
 * @param fill what erased flash reads as
 */
export function imageBlocks(image: FlashImage, blockBytes: number, fill = 0xff): Piece[] {
  const blocks = new Map<number, Uint8Array>();
  for (const { address, data } of image) {
    for (let done = 0; done < data.length; ) {
      const within = (address + done) % blockBytes;
      const start = address + done - within;
      let block = blocks.get(start);
      if (block === undefined) {
        block = new Uint8Array(blockBytes).fill(fill);
        blocks.set(start, block);
      }
      const part = data.subarray(done, done + blockBytes - within);
      block.set(part, within);
      done += part.length;
    }
  }
  return [...blocks].map(([address, data]) => ({ address, data }));
}
