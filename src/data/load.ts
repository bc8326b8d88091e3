/** Loads data files. */
import { readFile } from 'node:fs/promises';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import { csv } from './csv.ts';
import type { DataArray, DataFormat, ReadOptions } from './data-array.ts';
import { npy } from './npy.ts';
import { npz } from './npz.ts';

const FORMATS: readonly DataFormat[] = [npy, npz, csv];

/** Reads a data file's bytes. Errors as loadArrays. */
export async function readData(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TflqError('data', `the data file ${whyUnreadable(cause)}`, {
      where: path,
      hint: `Give the path of a file of one of these formats: ${FORMATS.map((format) => format.name).join(', ')}.`,
      cause,
    });
  }
}

/**
 * Loads all arrays of a data file. Its content decides on the format; .csv files are known by their ending.
 *
 * @returns at least one array, in the file's order
 * @throws TflqError('data') where the file is missing, damaged or of no known format
 */
export async function loadArrays(path: string, options: ReadOptions = {}): Promise<DataArray[]> {
  const bytes = await readData(path);
  const format = FORMATS.find((known) => known.recognizes(bytes, path));
  if (format === undefined) {
    const message = bytes.length === 0 ? 'the data file is empty' : 'the data file is of no known format';
    throw new TflqError('data', message, {
      where: path,
      hint:
        `Known are: ${FORMATS.map((known) => known.name).join(', ')}, raw .bin files, and folders of images or sounds ` +
        '(docs/DATA.md). numpy.save writes a .npy file.',
    });
  }
  return format.read(bytes, path, options);
}
