/** Puts a built firmware onto its board. */
import { stat } from 'node:fs/promises';
import { builtImage } from '../boards/framework.ts';
import type { Board } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';
import { type Progress, silent } from '../common/progress.ts';
import type { Manifest } from '../emit/manifest.ts';
import { checkImage } from './check-image.ts';
import { FLASH_METHODS } from './methods/index.ts';
import { methodsOf } from './methods-of.ts';

/** How to flash. */
export interface FlashOptions {
  /** One of the board's methods; its usual one unless given. */
  readonly method?: string;
  /** The serial port, for methods that use one. */
  readonly port?: string;
  /** Bits per second to a bootloader; the board's or the method's own unless given. */
  readonly baud?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** What was flashed, and where to. */
export interface FlashResult {
  readonly method: string;
  /** In words, e.g. "the flash of the emulated microbit (…/flashed.elf)". */
  readonly target: string;
  /** Path of the image that was flashed. */
  readonly image: string;
  /** Bytes of that file. */
  readonly bytes: number;
}

/** The board's usual method, or another one of those that it has. */
async function methodName(board: Board, wanted: string | undefined): Promise<string> {
  const all = await methodsOf(board);
  if (wanted === undefined || all.includes(wanted)) return wanted ?? all[0]!;
  throw new TflqError('usage', `${board.id} is not flashed by ${JSON.stringify(wanted)}`, {
    where: '--method',
    hint: `It can be flashed by ${all.join(', ')}. In a board file of your own, flash.methods names more.`,
  });
}

/**
 * Flashes the project in a folder, which must have been built.
 *
 * @throws TflqError('project') when nothing was built, or the sources changed since
 * @throws TflqError('board') when the board's flash method is not known; 'usage' when `method` is none of its methods
 */
export async function flashProject(
  dir: string,
  manifest: Manifest,
  { method: wanted, port, baud, progress = silent, signal }: FlashOptions = {},
): Promise<FlashResult> {
  const { board } = manifest;
  const name = await methodName(board, wanted);
  const method = Object.hasOwn(FLASH_METHODS, name) ? FLASH_METHODS[name] : undefined;
  if (method === undefined) {
    throw new TflqError('board', `there is no flash method '${name}'`, {
      where: `board ${board.id}, field flash.method`,
      hint: `Known are: ${Object.keys(FLASH_METHODS).join(', ')}.`,
    });
  }
  const image = await builtImage(dir, board, manifest.name);
  if (method.needsImage !== false) await checkImage(dir, image);
  progress.start(`flashing ${manifest.name} to ${board.id}`);
  try {
    const target = await method({ dir, manifest, image, port, baud, progress, signal });
    return { method: name, target, image, bytes: (await stat(image)).size };
  } finally {
    progress.finish();
  }
}
