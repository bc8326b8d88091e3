/** Zip archives of strangers: what they claim to unfold to is looked at before it is unfolded. */
import { type UnzipFileInfo, unzipSync } from 'fflate';

/** No deflate stream unfolds to more than this many times its size. */
const LARGEST_RATIO = 1032;

/** Which entries are wanted, after a look at what they claim to unfold to. */
function within(limit: number, isWanted: (name: string) => boolean): (entry: UnzipFileInfo) => boolean {
  let total = 0;
  return ({ name, size, originalSize }) => {
    if (!isWanted(name)) return false;
    total += originalSize;
    if (total > limit) throw new Error(`it unfolds to more than ${limit / 2 ** 20} MiB`);
    if (originalSize > size * LARGEST_RATIO) throw new Error(`the size of its entry ${name} cannot be true`);
    return true;
  };
}

/** True for bytes that begin as zip archives do. */
export function isZip(bytes: Uint8Array): boolean {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  return magic === 'PK\x03\x04' || magic === 'PK\x05\x06';
}

/** The names of an archive's entries, which are the archive's: never use them as paths. Errors as unzip. */
export function zipNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  unzip(bytes, (name) => names.push(name) === 0, 0);
  return names;
}

/**
 * Unfolds entries of an archive in memory; nothing is written anywhere.
 *
 * @param isWanted chooses entries by their names, which are the archive's: never use them as paths
 * @param limit bytes that the chosen entries may unfold to together
 * @throws Error whose message says what is wrong with the archive
 */
export function unzip(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  limit: number,
): Map<string, Uint8Array> {
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter: within(limit, isWanted) })));
  } catch (cause) {
    if (cause instanceof Error) throw cause;
    throw new Error(String(cause));
  }
}
