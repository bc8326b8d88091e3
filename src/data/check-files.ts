/** Looks at all files before any is used, so that a bad one shows at once. */
import { TflqError } from '../common/errors.ts';
import { silent } from '../common/progress.ts';
import type { ClassFile, DataRequest, FolderFormat } from './sample-source.ts';

/** So many files are looked at at the same time. */
const AT_ONCE = 4;

/** So many bad files are named. */
const MOST_NAMES = 5;

/** A file that cannot be decoded. */
interface BadFile {
  readonly path: string;
  /** The predicate of a sentence. */
  readonly why: string;
}

/** What is wrong with each file; undefined where nothing is. */
async function checkAll(
  files: readonly ClassFile[],
  format: FolderFormat,
  { skipBad = false, progress = silent, signal }: DataRequest,
): Promise<(string | undefined)[]> {
  const found = new Array<string | undefined>(files.length);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let k = next++; k < files.length; k = next++) {
      if (signal?.aborted)
        throw new TflqError('interrupted', `looking at the ${format.name} was interrupted`);
      found[k] = await format.check(files[k]!.path, skipBad);
      progress.update(++done);
    }
  };
  progress.start(`looking at the ${format.name}`, files.length);
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    progress.finish();
  }
  return found;
}

function refuse(bad: readonly BadFile[], count: number): never {
  const [{ path, why }] = bad as [BadFile];
  throw new TflqError('data', `the file ${why}`, {
    where: path,
    hint:
      `${bad.length} of ${count} files cannot be decoded. ` +
      (bad.length === count
        ? 'Give a folder of sound ones.'
        : 'Remove them, or add --skip-bad to leave them out.'),
  });
}

/**
 * Looks at the files' heads; where bad ones are to be left out, thoroughly, at all of each.
 *
 * @returns the good ones, in their order
 * @throws TflqError('data') that names the first bad one and says how many there are, unless they are left out
 */
export async function checkFiles(
  files: readonly ClassFile[],
  format: FolderFormat,
  request: DataRequest,
): Promise<ClassFile[]> {
  const reasons = await checkAll(files, format, request);
  const bad = files.flatMap(({ path }, k) => (reasons[k] === undefined ? [] : [{ path, why: reasons[k] }]));
  if (bad.length > 0 && (!request.skipBad || bad.length === files.length)) refuse(bad, files.length);
  for (const { path, why } of bad.slice(0, MOST_NAMES)) request.note?.(`left out: ${path} ${why}`);
  if (bad.length > MOST_NAMES) request.note?.(`left out: ${bad.length - MOST_NAMES} more files`);
  return files.filter((_, k) => reasons[k] === undefined);
}
