/** The kernels' sources, as they are copied into a project. */
import { readFile } from 'node:fs/promises';
import { resourcePath } from '../../common/resources.ts';

const INCLUDE = /^#include "([^"]+)"/gm;

/**
 * The headers of kernels and all that they include of each other.
 *
 * @param kernels their names, e.g. `add_s8`
 * @returns contents by file name, sorted by name
 */
export async function kernelFiles(kernels: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const take = async (name: string): Promise<void> => {
    if (files.has(name)) return;
    const bytes = await readFile(resourcePath('templates', 'kernels', name));
    files.set(name, bytes);
    for (const [, included] of bytes.toString('utf8').matchAll(INCLUDE)) await take(included!);
  };
  for (const kernel of kernels) await take(`${kernel}.h`);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
