/** A board with a UF2 bootloader: a folder that goes away as soon as it has all blocks of a file. */
import { readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A board whose bootloader runs. */
export interface UsbBoard {
  /** The folder of its drive. */
  readonly path: string;
  /** The file that it took, once it has restarted. */
  readonly received: Buffer | undefined;
  /** Unplugs it. */
  stop(): void;
}

/** What is unusual about a board. */
export interface UsbBoardOptions {
  /** It takes no notice of files, as of those for another chip. */
  readonly ignores?: boolean;
}

const LOOK_MS = 3;

/** True where each block that the file promises has come. */
function isComplete(file: Buffer): boolean {
  if (file.length < 512 || file.length % 512 !== 0) return false;
  const numbers = new Set<number>();
  for (let at = 0; at < file.length; at += 512) {
    if (file.readUInt32LE(at) !== 0x0a324655) return false;
    numbers.add(file.readUInt32LE(at + 20));
  }
  return numbers.size === file.readUInt32LE(24);
}

/** Shows the drive of a bootloader in a folder. */
export async function pluggedIn(
  path: string,
  boardId: string,
  { ignores = false }: UsbBoardOptions,
): Promise<UsbBoard> {
  await mkdir(path, { recursive: true });
  await writeFile(
    join(path, 'INFO_UF2.TXT'),
    `UF2 Bootloader v3.0\r\nModel: A Board\r\nBoard-ID: ${boardId}\r\n`,
  );
  const state: { received: Buffer | undefined } = { received: undefined };
  const look = (): void => {
    let file: Buffer;
    try {
      file = readFileSync(join(path, 'FIRMWARE.UF2'));
    } catch {
      return;
    }
    if (!isComplete(file)) return;
    state.received = file;
    clearInterval(timer);
    rmSync(path, { recursive: true });
  };
  const timer = setInterval(ignores ? () => {} : look, LOOK_MS);
  return {
    path,
    get received() {
      return state.received;
    },
    stop: () => clearInterval(timer),
  };
}
