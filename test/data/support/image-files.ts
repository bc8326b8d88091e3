/** Small image files for tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** Pixels as they are, one row after the other. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 with alpha, 3 RGB, 4 with alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly values: readonly number[];
}

/** An image in memory, to be written as any format. */
export function picture({ width, height, channels, values }: Pixels): Sharp {
  return sharp(Uint8Array.from(values), { raw: { width, height, channels } });
}

/** A plain image of one colour. */
export function plain(r: number, g: number, b: number, width = 16, height = 16): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
}

/** Writes files by their paths below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
