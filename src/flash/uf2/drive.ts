/** The drives as which UF2 bootloaders show themselves. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The file by which such a drive is known. */
const INFO_FILE = 'INFO_UF2.TXT';

/** A mounted drive of a bootloader. */
export interface Uf2Drive {
  /** Its folder. */
  readonly path: string;
  /** E.g. RPI-RP2; empty where it does not say. */
  readonly boardId: string;
  /** E.g. Raspberry Pi RP2; empty where it does not say. */
  readonly model: string;
}

/** Where systems mount drives: at these, or one or two folders below them. */
export function driveRoots(platform: NodeJS.Platform = process.platform): string[] {
  if (platform === 'win32') return [...'DEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`);
  return platform === 'darwin' ? ['/Volumes'] : ['/media', '/run/media', '/mnt'];
}

/** The value of a line `Name: value`. */
function line(text: string, name: string): string {
  return new RegExp(`^${name}:[ \\t]*(.*?)\\s*$`, 'mi').exec(text)?.[1] ?? '';
}

/** The drive in a folder, if it is one. */
export async function driveAt(path: string): Promise<Uf2Drive | undefined> {
  try {
    const text = await readFile(join(path, INFO_FILE), 'latin1');
    return { path, boardId: line(text, 'Board-ID'), model: line(text, 'Model') };
  } catch {
    return undefined;
  }
}

async function subfolders(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  } catch {
    // It may be another user's, or it went away in this moment.
    return [];
  }
}

/** All drives of bootloaders that are mounted. */
export async function findDrives(roots: readonly string[] = driveRoots()): Promise<Uf2Drive[]> {
  const first = (await Promise.all(roots.map(subfolders))).flat();
  const second = (await Promise.all(first.map(subfolders))).flat();
  const drives = await Promise.all([...roots, ...first, ...second].map(driveAt));
  return drives.filter((drive) => drive !== undefined);
}

/** True while a drive is there. */
export async function isMounted({ path }: Uf2Drive): Promise<boolean> {
  return stat(join(path, INFO_FILE)).then(
    () => true,
    () => false,
  );
}
