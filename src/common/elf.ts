/** ELF files (System V ABI, "Object Files"; little-endian, 32 and 64 bits): their sections and segments. */

/** A part of the program, as the linker sees it. */
export interface ElfSection {
  readonly name: string;
  /** One of SHT_*. */
  readonly type: number;
  /** SHF_* bits. */
  readonly flags: number;
  /** Where it is when the program runs. */
  readonly address: number;
  /** Where its bytes are in the file. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/** A part of the program, as the loader sees it. */
export interface ElfSegment {
  /** One of PT_*. */
  readonly type: number;
  /** Where its bytes are in the file. */
  readonly offset: number;
  /** Where they are put, which for variables' initial values is the flash. */
  readonly physicalAddress: number;
  /** Bytes in the file. */
  readonly fileSize: number;
}

/** What an ELF file says of itself. */
export interface ElfFile {
  readonly sections: readonly ElfSection[];
  readonly segments: readonly ElfSegment[];
}

/** A section without bytes in the file: variables that begin as zeros. */
export const SHT_NOBITS = 8;
/** A section that is written to when the program runs. */
export const SHF_WRITE = 1;
/** A section that is there when the program runs. */
export const SHF_ALLOC = 2;
/** A segment that is loaded. */
export const PT_LOAD = 1;

/** Where the fields that we read lie in the headers of the two classes. */
const LAYOUT = {
  1: {
    word: 4,
    header: { phoff: 0x1c, shoff: 0x20, phentsize: 0x2a, shentsize: 0x2e },
    section: { flags: 0x08, address: 0x0c, offset: 0x10, size: 0x14 },
    segment: { offset: 0x04, physicalAddress: 0x0c, fileSize: 0x10 },
  },
  2: {
    word: 8,
    header: { phoff: 0x20, shoff: 0x28, phentsize: 0x36, shentsize: 0x3a },
    section: { flags: 0x08, address: 0x10, offset: 0x18, size: 0x20 },
    segment: { offset: 0x08, physicalAddress: 0x18, fileSize: 0x20 },
  },
} as const;

/**
 * Reads the headers of an ELF file.
 *
 * @throws RangeError for whatever does not belong into one
 */
export function readElf(bytes: Uint8Array): ElfFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = file[4] === 1 || file[4] === 2 ? LAYOUT[file[4]] : undefined;
  if (file.subarray(0, 4).toString('latin1') !== '\x7fELF' || layout === undefined || file[5] !== 1)
    throw new RangeError('not a little-endian ELF file');

  const word = (offset: number): number =>
    layout.word === 8 ? Number(file.readBigUInt64LE(offset)) : file.readUInt32LE(offset);
  /** Where the entries of a table of headers begin. */
  const entries = (table: number, sizeField: number): number[] => {
    const size = file.readUInt16LE(sizeField);
    const count = file.readUInt16LE(sizeField + 2);
    return Array.from({ length: count }, (_, index) => table + index * size);
  };
  const { phoff, shoff, phentsize, shentsize } = layout.header;
  const headers = entries(word(shoff), shentsize);
  const nameTable = headers[file.readUInt16LE(shentsize + 4)];
  const names = nameTable === undefined ? 0 : word(nameTable + layout.section.offset);

  return {
    sections: headers.map((start) => {
      const nameStart = names + file.readUInt32LE(start);
      return {
        name: file.subarray(nameStart, file.indexOf(0, nameStart)).toString('latin1'),
        type: file.readUInt32LE(start + 4),
        flags: word(start + layout.section.flags),
        address: word(start + layout.section.address),
        offset: word(start + layout.section.offset),
        size: word(start + layout.section.size),
      };
    }),
    segments: entries(word(phoff), phentsize).map((start) => ({
      type: file.readUInt32LE(start),
      offset: word(start + layout.segment.offset),
      physicalAddress: word(start + layout.segment.physicalAddress),
      fileSize: word(start + layout.segment.fileSize),
    })),
  };
}
