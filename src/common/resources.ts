/** Finds the files that ship beside the code: templates/, boards/, the kernels' .wasm. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/** The package's own folder, whether the code runs from src/, from dist/ or from an installed package. */
export function packageRoot(): string {
  if (root === undefined) {
    let folder = dirname(fileURLToPath(import.meta.url));
    while (!(existsSync(join(folder, 'templates')) && existsSync(join(folder, 'package.json')))) {
      const parent = dirname(folder);
      if (parent === folder)
        throw new Error('tflq-micro: its templates folder is missing from the installation');
      folder = parent;
    }
    root = folder;
  }
  return root;
}

/** The absolute path of a shipped file, e.g. resourcePath('boards', 'host.yaml'). */
export function resourcePath(...parts: string[]): string {
  return join(packageRoot(), ...parts);
}
