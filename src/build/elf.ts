/**
 * How much memory a firmware image takes, from the section headers of its ELF file (System V ABI, "Object Files";
 * little-endian, 32 and 64 bits).
 */
import { TflqError } from '../common/errors.ts';

/** What a firmware takes of a board's memory. */
export interface MemoryUse {
  /** Bytes of flash: code, constants, and initial values of variables. */
  readonly flashBytes: number;
  /** Bytes of RAM: variables, without the stack. */
  readonly ramBytes: number;
}

const SHT_NOBITS = 8;
const SHF_WRITE = 1;
const SHF_ALLOC = 2;

/** Where the fields that we read lie in the headers of the two classes. */
const LAYOUT = {
  1: { word: 4, shoff: 0x20, shentsize: 0x2e, flags: 0x08, offset: 0x10, size: 0x14 },
  2: { word: 8, shoff: 0x28, shentsize: 0x3a, flags: 0x08, offset: 0x18, size: 0x20 },
} as const;

/** The linker script keeps room for the stack by an empty section of this name. */
const STACK_SECTION = '.stack';

/**
 * Reads the sizes of an image.
 *
 * @param bytes the ELF file
 * @param fileName for messages
 * @throws TflqError('build') if it is no ELF file or is damaged
 */
export function memoryUse(bytes: Uint8Array, fileName: string): MemoryUse {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return measure(file);
  } catch (cause) {
    throw new TflqError('build', 'the image is not an ELF file, or is damaged', {
      where: fileName,
      hint: 'Build it again: `make clean`, then `tflq-micro build`.',
      cause,
    });
  }
}

/** Throws a RangeError for whatever does not belong into an ELF file. */
function measure(file: Buffer): MemoryUse {
  const layout = file[4] === 1 || file[4] === 2 ? LAYOUT[file[4]] : undefined;
  if (file.subarray(0, 4).toString('latin1') !== '\x7fELF' || layout === undefined || file[5] !== 1)
    throw new RangeError('not a little-endian ELF file');

  const number = (offset: number): number =>
    layout.word === 8 ? Number(file.readBigUInt64LE(offset)) : file.readUInt32LE(offset);
  const headers = number(layout.shoff);
  const headerSize = file.readUInt16LE(layout.shentsize);
  const count = file.readUInt16LE(layout.shentsize + 2);
  const header = (index: number): number => headers + index * headerSize;
  const names = number(header(file.readUInt16LE(layout.shentsize + 4)) + layout.offset);

  let flashBytes = 0;
  let ramBytes = 0;
  for (let index = 0; index < count; index++) {
    const start = header(index);
    const nameStart = names + file.readUInt32LE(start);
    const name = file.subarray(nameStart, file.indexOf(0, nameStart)).toString('latin1');
    const flags = number(start + layout.flags);
    if ((flags & SHF_ALLOC) === 0 || name === STACK_SECTION) continue;
    const size = number(start + layout.size);
    if (file.readUInt32LE(start + 4) !== SHT_NOBITS) flashBytes += size;
    if ((flags & SHF_WRITE) !== 0) ramBytes += size;
  }
  return { flashBytes, ramBytes };
}
