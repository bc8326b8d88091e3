import { randomBytes } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { TflqError } from '../common/errors.ts';

/**
 * Writes a file whole or not at all: what stood there before stays until the new one is complete.
 *
 * @param flag the flag that named the path, for messages
 * @throws TflqError('usage') where the path cannot be written
 */
export async function writeOutput(path: string, data: Uint8Array | string, flag: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) {
    throw new TflqError('usage', `${path} is a folder`, { where: flag, hint: 'Give the path of a file.' });
  }
  const half = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(half, data);
    await rename(half, path);
  } catch (cause) {
    throw new TflqError('usage', `${path} cannot be written: ${(cause as Error).message}`, {
      where: flag,
      hint: 'Does its folder exist, is it yours, and is there room on the disk?',
      cause,
    });
  } finally {
    await rm(half, { force: true });
  }
}
