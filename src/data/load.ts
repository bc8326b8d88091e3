/** Loads data files. */
import { readFile } from 'node:fs/promises';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import type { DataArray, DataFormat } from './data-array.ts';
import { npy } from './npy.ts';
import { npz } from './npz.ts';

const FORMATS: readonly DataFormat[] = [npy, npz];

async function read(path: string): Promise<Uint8Array> {
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
 * Loads all arrays of a data file; its content, not its ending, decides on the format.
 *
 * @returns at least one array, in the file's order
 * @throws TflqError('data') where the file is missing, damaged or of no known format
 */
export async function loadArrays(path: string): Promise<DataArray[]> {
  const bytes = await read(path);
  const format = FORMATS.find((known) => known.recognizes(bytes));
  if (format === undefined) {
    const message = bytes.length === 0 ? 'the data file is empty' : 'the data file is of no known format';
    throw new TflqError('data', message, {
      where: path,
      hint: `Known are: ${FORMATS.map((known) => known.name).join(', ')}. numpy.save writes a .npy file.`,
    });
  }
  return format.read(bytes, path);
}
