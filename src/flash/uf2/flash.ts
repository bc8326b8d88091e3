/** Flashes by copying a UF2 file to a bootloader's drive. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Board } from '../../boards/schema.ts';
import { TflqError } from '../../common/errors.ts';
import type { Progress } from '../../common/progress.ts';
import { copyToDrive } from './copy.ts';
import { driveAt, findDrives, isMounted, type Uf2Drive } from './drive.ts';
import { familyName, isFamily } from './families.ts';
import { uf2Image } from './file.ts';

/** How a bootloader is started where the board's file does not say. */
const PRESS = 'Press reset twice in quick succession.';

/** One image to be flashed. */
export interface Uf2Run {
  /** Path of the ELF file. */
  readonly image: string;
  readonly board: Board;
  /** The drive's folder, where the user named it. */
  readonly drive: string | undefined;
  /** Asks the running program for its bootloader, where that can be done; resolves to whether it was asked. */
  readonly touch: (() => Promise<boolean>) | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  /** Where drives are mounted; the system's places unless given. */
  readonly roots?: readonly string[];
  readonly limits?: Limits;
}

/** How long things may take, in milliseconds. */
interface Limits {
  /** For the drive to come. */
  readonly drive: number;
  /** For the board to restart. */
  readonly restart: number;
  /** Between two looks. */
  readonly poll: number;
}

const LIMITS: Limits = { drive: 60_000, restart: 15_000, poll: 250 };

/** Looks again and again until there is something. */
async function waitFor<T>(
  look: () => Promise<T | undefined>,
  limitMs: number,
  { poll }: Limits,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  for (let waited = 0; ; waited += poll) {
    const found = await look();
    if (found !== undefined || waited >= limitMs) return found;
    await sleep(poll, undefined, signal === undefined ? {} : { signal }).catch(() => {
      throw new TflqError('interrupted', 'flashing was interrupted');
    });
  }
}

/** What a drive calls itself. */
function driveName({ boardId, model, path }: Uf2Drive): string {
  return boardId || model || path;
}

/** Whether a drive may be the board's. */
function fits({ boardId, model }: Uf2Drive, { drive }: Board['flash'], family: string | undefined): boolean {
  if (family !== undefined && !isFamily(family, [boardId, model])) return false;
  return drive === undefined || boardId === '' || boardId === drive;
}

function wrongDrive(drive: Uf2Drive, board: Board, family: string | undefined): TflqError {
  const wanted = board.flash.drive ?? (family === undefined ? board.id : familyName(family));
  return new TflqError(
    'firmware',
    `the bootloader is one of ${driveName(drive)}, and the firmware is for ${wanted}`,
    {
      where: drive.path,
      hint: 'Is it the right board? Otherwise make the project for this one: tflq-micro gen --board ID.',
    },
  );
}

function noDrive({ board }: Uf2Run, { drive }: Limits): TflqError {
  const label = board.flash.drive ?? 'LABEL';
  return new TflqError('link', `no bootloader's drive came within ${drive / 1000} s`, {
    where: board.id,
    hint: `${board.flash.press ?? PRESS} On a system that does not mount drives by itself: udisksctl mount -b /dev/disk/by-label/${label}, or name the drive's folder with --port.`,
  });
}

/** The drive to copy to; undefined while there is none. */
async function look(run: Uf2Run, family: string | undefined): Promise<Uf2Drive | undefined> {
  const { board, roots } = run;
  const drives = await findDrives(roots);
  const [drive, ...others] = drives.filter((candidate) => fits(candidate, board.flash, family));
  if (drive !== undefined && others.length > 0) {
    throw new TflqError('link', `${1 + others.length} boards wait in their bootloaders`, {
      where: [drive, ...others].map(({ path }) => path).join(', '),
      hint: "Name one drive's folder with --port, or unplug the others.",
    });
  }
  if (drive === undefined && drives[0] !== undefined) throw wrongDrive(drives[0], board, family);
  return drive;
}

async function namedDrive(path: string, board: Board, family: string | undefined): Promise<Uf2Drive> {
  const drive = await driveAt(path);
  if (drive === undefined) {
    throw new TflqError('link', 'this folder is no drive of a UF2 bootloader: it has no INFO_UF2.TXT', {
      where: path,
      hint: board.flash.press ?? PRESS,
    });
  }
  if (!fits(drive, board.flash, family)) throw wrongDrive(drive, board, family);
  return drive;
}

async function findDrive(run: Uf2Run, family: string | undefined, limits: Limits): Promise<Uf2Drive> {
  const { board, drive, touch, progress, signal } = run;
  if (drive !== undefined) return namedDrive(drive, board, family);
  const present = await look(run, family);
  if (present !== undefined) return present;
  const isAsked = (await touch?.()) === true;
  const press = board.flash.press ?? PRESS;
  progress.start(`waiting for the bootloader's drive. ${isAsked ? 'If none comes: ' : ''}${press}`);
  const come = await waitFor(() => look(run, family), limits.drive, limits, signal);
  if (come === undefined) throw noDrive(run, limits);
  return come;
}

/**
 * Flashes.
 *
 * @returns the drive that the board had, in words
 * @throws TflqError('build') and ('board') as uf2Image does; nothing is sent then
 * @throws TflqError('firmware') where the bootloader is another board's; nothing is sent then
 * @throws TflqError('link') where there is no drive, where it does not take all, or the board does not restart
 * @throws TflqError('interrupted') by the signal
 */
export async function flashUf2(run: Uf2Run): Promise<string> {
  const { image, board, progress, signal, limits = LIMITS } = run;
  const { bytes, family } = await uf2Image(image, board);
  const drive = await findDrive(run, family, limits);
  progress.start(`copying to ${driveName(drive)}`, bytes.length);
  await copyToDrive(bytes, drive, { onProgress: (done) => progress.update(done), signal });
  progress.start('waiting for the board to restart');
  const isGone = await waitFor(
    async () => ((await isMounted(drive)) ? undefined : true),
    limits.restart,
    limits,
    signal,
  );
  if (isGone === undefined) {
    throw new TflqError('link', 'the bootloader has the whole file and does not start it', {
      where: drive.path,
      hint: 'It is not for this chip, or lies where the bootloader is. Is flash.family in the board file right, and memory.flash?',
    });
  }
  return `${driveName(drive)} (${drive.path}), which has restarted`;
}
