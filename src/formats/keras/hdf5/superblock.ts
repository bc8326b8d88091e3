/** The superblock: the sizes of numbers in the file, and where its root group lies. */
import { damaged, type Hdf5Source, NOWHERE, unsupported } from './cursor.ts';

/** The first bytes of every HDF5 file. */
export const SIGNATURE = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

/** True for bytes that begin as HDF5 files do. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, k) => bytes[k] === byte);
}

function checkSizes(source: Hdf5Source): void {
  for (const size of [source.addressSize, source.lengthSize]) {
    if (![2, 4, 8].includes(size)) throw damaged(`its numbers take ${size} bytes`);
  }
}

/**
 * Reads the superblock (versions 0 to 3), and sets the source's sizes.
 *
 * @returns the address of the root group's object header
 */
export function readSuperblock(source: Hdf5Source): number {
  const cursor = source.at(SIGNATURE.length, 'the superblock');
  const version = cursor.u8();
  if (version > 3) throw unsupported(`a superblock of version ${version}`);
  if (version < 2) cursor.skip(4);
  source.addressSize = cursor.u8();
  source.lengthSize = cursor.u8();
  checkSizes(source);
  // Version 0: reserved, two sizes of B-trees, flags; version 1 has one size more; versions 2 and 3 have flags.
  cursor.skip([9, 13, 1, 1][version]!);
  const base = cursor.address();
  if (base !== 0) throw unsupported('a file that does not begin at its first byte');
  // Free space, or the superblock's extension.
  cursor.address();
  if (cursor.address() > source.bytes.length) throw damaged('it is cut short');
  // The driver's block, and the name of the root group.
  if (version < 2) {
    cursor.address();
    cursor.address();
  }
  const root = cursor.address();
  if (root === NOWHERE) throw damaged('it has no root group');
  return root;
}
