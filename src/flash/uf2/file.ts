/** The UF2 file of a build: the build's own, or one that is made of its ELF file. */
import { readFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { Board } from '../../boards/schema.ts';
import { TflqError } from '../../common/errors.ts';
import { loadImage, requireInFlash } from '../image.ts';
import { ABSOLUTE_FAMILY, familyName } from './families.ts';
import { holdsImage, readUf2, writeUf2 } from './format.ts';

/** What is copied to the bootloader. */
export interface Uf2Image {
  readonly bytes: Uint8Array;
  /** Whom it is for, where that is known. */
  readonly family: string | undefined;
}

/** The file that the build left beside the ELF file. */
async function builtFile(image: string): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  const path = join(dirname(image), `${parse(image).name}.uf2`);
  const bytes = await readFile(path).catch(() => undefined);
  return bytes === undefined ? undefined : { path, bytes };
}

/**
 * The UF2 file of an image. The build's own is taken where it holds what the ELF file does: it may be of an older
 * build.
 *
 * @param path of the ELF file
 * @throws TflqError('build') where the image or the file is damaged, or not for this board
 * @throws TflqError('board') where one has to be made and the board's file has no family
 */
export async function uf2Image(path: string, { id, flash, memory }: Board): Promise<Uf2Image> {
  const image = await loadImage(path);
  const built = await builtFile(path);
  if (built !== undefined) {
    const file = readUf2(built.bytes, built.path);
    const families = file.families.filter((family) => family !== ABSOLUTE_FAMILY);
    if (flash.family !== undefined && families.some((family) => family !== flash.family)) {
      throw new TflqError(
        'build',
        `the build's UF2 file is for ${families.map(familyName).join(', ')}, and ${id} is ${familyName(flash.family)}`,
        { where: built.path, hint: 'Was it built for this board? Build it again, from nothing.' },
      );
    }
    if (holdsImage(file, image)) return { bytes: built.bytes, family: flash.family ?? families[0] };
  }
  if (memory !== null && memory.flash.origin > 0) requireInFlash(image, memory.flash, path);
  if (flash.family === undefined) {
    throw new TflqError('board', 'the board file does not say whom a UF2 file is for', {
      where: `board ${id}, field flash.family`,
      hint: "Add the family id, e.g. family: '0xe48bff56' for RP2040; docs/FLASHING.md has a list.",
    });
  }
  return { bytes: writeUf2(image, flash.family), family: flash.family };
}
