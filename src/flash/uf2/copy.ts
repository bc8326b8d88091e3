/** Copies a UF2 file to a bootloader's drive so that it is known what arrived. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { TflqError } from '../../common/errors.ts';
import { isMounted, type Uf2Drive } from './drive.ts';
import { UF2_BLOCK } from './format.ts';

/** Written at once; each piece is on the board before the next is begun. */
const PIECE = 32 * UF2_BLOCK;

const AGAIN = 'Start the bootloader again and run the same command: it begins anew.';

/** How to copy. */
export interface CopyOptions {
  /** Is told how many bytes are on the board. */
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Where the pieces end; the last one is a single block. */
function ends(bytes: number): number[] {
  const last = bytes - UF2_BLOCK;
  const found: number[] = [];
  for (let end = PIECE; end < last; end += PIECE) found.push(end);
  return last > 0 ? [...found, last, bytes] : [bytes];
}

/**
 * Copies. The board restarts as soon as it has the last block, and its drive goes away with what the system has still
 * to write about the file: an error then is as it should be. Before that it is none.
 *
 * @throws TflqError('link') where not all blocks arrived; 'interrupted' by the signal
 */
export async function copyToDrive(
  file: Uint8Array,
  drive: Uf2Drive,
  { onProgress, signal }: CopyOptions,
): Promise<void> {
  let handle: FileHandle | undefined;
  let done = 0;
  try {
    // Past the system's buffers, or nobody knows what has arrived.
    const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY | (constants.O_SYNC ?? 0);
    handle = await open(join(drive.path, 'FIRMWARE.UF2'), flags);
    for (const end of ends(file.length)) {
      if (signal?.aborted) break;
      while (done < end) done += (await handle.write(file, done, end - done, done)).bytesWritten;
      onProgress(done);
    }
    await handle.sync();
  } catch (cause) {
    const isLast = done >= file.length - UF2_BLOCK && handle !== undefined;
    if (!isLast || (await isMounted(drive))) throw broken(done, file.length, drive.path, cause);
  } finally {
    await handle?.close().catch(() => {});
  }
  if (done < file.length && signal?.aborted)
    throw new TflqError('interrupted', 'flashing was interrupted: the board has a part of the firmware', {
      where: drive.path,
      hint: AGAIN,
    });
}

function broken(done: number, all: number, where: string, cause: unknown): TflqError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new TflqError('link', "writing to the bootloader's drive is not permitted", {
      where,
      hint: 'Is it mounted read-only, or for another user?',
      cause,
    });
  }
  return new TflqError('link', `the bootloader's drive took ${done} of ${all} bytes: ${code ?? message}`, {
    where,
    hint: AGAIN,
    cause,
  });
}
