/** Folders of templates whose files all become files of the project: a framework's, a platform's. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { resourcePath } from '../common/resources.ts';
import { renderTemplate } from './render.ts';

const TEMPLATE = '.ejs';

function isBlank(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).toString('utf8').trim() === '';
}

/** In a template's path, the network's name. */
const NAME = '__name__';

/**
 * Renders the files whose names end in .ejs (which they lose) and copies the others. `__name__` in their paths becomes
 * the network's name; a template that renders to nothing but blanks makes no file.
 *
 * @param folder absolute, in templates/
 * @param values the templates' variables, `name` among them
 * @returns contents by path below the folder, with slashes, sorted
 */
export async function renderFolder(
  folder: string,
  values: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep))
    .sort((a, b) => (a.join('/') < b.join('/') ? -1 : 1));
  const below = relative(resourcePath('templates'), folder).split(sep);
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const name = path.join('/').replaceAll(NAME, String(values.name));
    if (name.endsWith(TEMPLATE)) {
      const bytes = await renderTemplate([...below, ...path], values);
      if (!isBlank(bytes)) files.set(name.slice(0, -TEMPLATE.length), bytes);
    } else {
      files.set(name, await readFile(join(folder, ...path)));
    }
  }
  return files;
}
