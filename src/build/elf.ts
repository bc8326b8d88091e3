/** How much memory a firmware image takes, and for what, from the sections and symbols of its ELF file. */
import { type ElfFile, type ElfSection, readElf, SHF_ALLOC, SHF_WRITE, SHT_NOBITS } from '../common/elf.ts';
import { type ElfSymbol, readElfSymbols } from '../common/elf-symbols.ts';
import { TflqError } from '../common/errors.ts';

/** What memory is taken for. All in bytes. */
export interface MemorySections {
  /** Flash. */
  readonly code: number;
  /** Flash: constants but for the network's. */
  readonly constants: number;
  /** Flash: the network's weights and tables, or its model file. Among the constants where the image has no symbols. */
  readonly weights: number;
  /** Flash and RAM: variables with an initial value. */
  readonly initialized: number;
  /** RAM: in which the network computes. Among the zeroed variables where the image has no symbols. */
  readonly arena: number;
  /** RAM: variables that begin as zeros, but for the arena. */
  readonly zeroed: number;
  /** RAM that the linker keeps free for the stack; null where it is not the linker that does. */
  readonly stack: number | null;
}

/** What a firmware takes of a board's memory. */
export interface MemoryUse {
  /** Bytes of flash: code, constants, and initial values of variables. */
  readonly flashBytes: number;
  /** Bytes of RAM: variables, without the stack. */
  readonly ramBytes: number;
  readonly sections: MemorySections;
}

/** The linker script keeps room for the stack by an empty section of this name. */
const STACK_SECTION = '.stack';

/** A section of machine code. Linker scripts often put constants there too. */
const SHF_EXECINSTR = 4;

/**
 * The objects of the network: what only its own source files see, and what begins with its name.
 *
 * @param name the network's name
 */
function networkObjects(symbols: readonly ElfSymbol[], name: string): ElfSymbol[] {
  const files = [`${name}.c`, `${name}.cc`, `${name}.cpp`, `${name}_model.cc`, `${name}_model.cpp`];
  return symbols.filter((symbol) => {
    const { file, isObject } = symbol;
    const isLocal = file !== undefined && files.includes(file.replace(/^.*[/\\]/, ''));
    return isObject && (isLocal || (file === undefined && symbol.name === `tflq_${name}_model`));
  });
}

/** Bytes of objects in a section. Two names of one object count once. */
function bytesIn(section: number, objects: readonly ElfSymbol[]): number {
  const sizes = new Map<number, number>();
  for (const { section: own, address, size } of objects) if (own === section) sizes.set(address, size);
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Where each byte of one section belongs. */
function sortSection(
  { type, flags, size }: ElfSection,
  objects: number,
  network: number,
): Partial<MemorySections> {
  const own = Math.min(network, size);
  if ((flags & SHF_WRITE) !== 0) {
    return type === SHT_NOBITS ? { arena: own, zeroed: size - own } : { initialized: size };
  }
  if (type === SHT_NOBITS) return {};
  if ((flags & SHF_EXECINSTR) === 0) return { weights: own, constants: size - own };
  const constants = Math.max(0, Math.min(objects, size) - own);
  return { weights: own, constants, code: size - own - constants };
}

function measure(elf: ElfFile, symbols: readonly ElfSymbol[], name: string): MemorySections {
  const objects = symbols.filter(({ isObject }) => isObject);
  const network = networkObjects(symbols, name);
  const total = { code: 0, constants: 0, weights: 0, initialized: 0, arena: 0, zeroed: 0 };
  let stack: number | null = null;
  for (const [index, section] of elf.sections.entries()) {
    if ((section.flags & SHF_ALLOC) === 0) continue;
    if (section.name === STACK_SECTION) {
      stack = section.size;
      continue;
    }
    const parts = sortSection(section, bytesIn(index, objects), bytesIn(index, network));
    for (const [part, bytes] of Object.entries(parts)) total[part as keyof typeof total] += bytes ?? 0;
  }
  return { ...total, stack };
}

/**
 * Reads the sizes of an image.
 *
 * @param bytes the ELF file
 * @param fileName for messages
 * @param name the network's name
 * @throws TflqError('build') if it is no ELF file or is damaged
 */
export function memoryUse(bytes: Uint8Array, fileName: string, name: string): MemoryUse {
  let sections: MemorySections;
  try {
    const elf = readElf(bytes);
    sections = measure(elf, readElfSymbols(bytes, elf), name);
  } catch (cause) {
    throw new TflqError('build', 'the image is not an ELF file, or is damaged', {
      where: fileName,
      hint: 'Build it again: `make clean`, then `tflq-micro build`.',
      cause,
    });
  }
  const { code, constants, weights, initialized, arena, zeroed } = sections;
  return {
    flashBytes: code + constants + weights + initialized,
    ramBytes: initialized + arena + zeroed,
    sections,
  };
}
