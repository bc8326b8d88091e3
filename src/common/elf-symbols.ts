/** The symbols of an ELF file (System V ABI, "Symbol Table"). */
import type { ElfFile } from './elf.ts';

/** A named piece of the program. */
export interface ElfSymbol {
  readonly name: string;
  /** The source file it comes from; only known of symbols that no other file sees. */
  readonly file: string | undefined;
  /** True for variables and constants; false for functions and all else. */
  readonly isObject: boolean;
  /** Index of its section. */
  readonly section: number;
  readonly address: number;
  /** Bytes. */
  readonly size: number;
}

const STT_OBJECT = 1;
const STT_FILE = 4;
const STB_LOCAL = 0;

/** Where the fields lie in an entry of the two classes. */
const LAYOUT = {
  1: { entry: 16, value: 4, size: 8, info: 12, section: 14 },
  2: { entry: 24, value: 8, size: 16, info: 4, section: 6 },
} as const;

/**
 * Reads the symbol table; [] where the file has none.
 *
 * @param elf what readElf gave for the same bytes
 * @throws RangeError where the table lies outside of the file
 */
export function readElfSymbols(bytes: Uint8Array, { sections }: ElfFile): ElfSymbol[] {
  const table = sections.find(({ name }) => name === '.symtab');
  const names = sections.find(({ name }) => name === '.strtab');
  if (table === undefined || names === undefined) return [];
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = file[4] === 1 ? LAYOUT[1] : LAYOUT[2];
  const word = (offset: number): number =>
    layout === LAYOUT[2] ? Number(file.readBigUInt64LE(offset)) : file.readUInt32LE(offset);

  const symbols: ElfSymbol[] = [];
  let source: string | undefined;
  const end = Math.min(table.offset + table.size, file.length);
  for (let start = table.offset; start + layout.entry <= end; start += layout.entry) {
    const nameStart = names.offset + file.readUInt32LE(start);
    const name = file.subarray(nameStart, file.indexOf(0, nameStart)).toString('latin1');
    const info = file.readUInt8(start + layout.info);
    // A file's name stands before its own symbols; those that others see come last, and are of any file.
    if ((info & 15) === STT_FILE) source = name;
    else {
      symbols.push({
        name,
        file: info >> 4 === STB_LOCAL ? source : undefined,
        isObject: (info & 15) === STT_OBJECT,
        section: file.readUInt16LE(start + layout.section),
        address: word(start + layout.value),
        size: word(start + layout.size),
      });
    }
  }
  return symbols;
}
