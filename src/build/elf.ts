/** How much memory a firmware image takes, from the section headers of its ELF file. */
import { readElf, SHF_ALLOC, SHF_WRITE, SHT_NOBITS } from '../common/elf.ts';
import { TflqError } from '../common/errors.ts';

/** What a firmware takes of a board's memory. */
export interface MemoryUse {
  /** Bytes of flash: code, constants, and initial values of variables. */
  readonly flashBytes: number;
  /** Bytes of RAM: variables, without the stack. */
  readonly ramBytes: number;
}

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
  let flashBytes = 0;
  let ramBytes = 0;
  try {
    for (const { name, type, flags, size } of readElf(bytes).sections) {
      if ((flags & SHF_ALLOC) === 0 || name === STACK_SECTION) continue;
      if (type !== SHT_NOBITS) flashBytes += size;
      if ((flags & SHF_WRITE) !== 0) ramBytes += size;
    }
  } catch (cause) {
    throw new TflqError('build', 'the image is not an ELF file, or is damaged', {
      where: fileName,
      hint: 'Build it again: `make clean`, then `tflq-micro build`.',
      cause,
    });
  }
  return { flashBytes, ramBytes };
}
