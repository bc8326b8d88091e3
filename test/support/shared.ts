/**
 * The folder of networks, data and goldens that lies beside the repository on the machine where it is developed.
 * A clone elsewhere has none: cases that need it are skipped with `it.skipIf(!hasShared)`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** True where the folder is there. */
export const hasShared: boolean = existsSync(root);

/** The path of a file in it, e.g. sharedPath('models', 'kws_int8.tflite'). */
export function sharedPath(...parts: string[]): string {
  return join(root, ...parts);
}
