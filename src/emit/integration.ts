/** Files that bring networks into a build that people already have: a CMake function and its counterparts. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resourcePath } from '../common/resources.ts';
import { sha256 } from './project.ts';
import { renderTemplate } from './render.ts';

/** What stands in the first line, before the SHA-256 of all lines behind it: tells whether somebody edited them. */
const MARK = '# Written by tflq-micro integrate. SHA-256 of what follows: ';

/** A file for a user's project. */
export interface IntegrationFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The file for a build system. The same for everybody.
 *
 * @param system a folder in templates/integration
 */
export async function renderIntegration(system: string): Promise<IntegrationFile> {
  const folder = ['integration', system];
  const [entry] = await readdir(resourcePath('templates', ...folder));
  const shared = await readFile(resourcePath('templates', 'integration', 'shared.cmake'), 'utf8');
  const body = entry!.endsWith('.ejs')
    ? await renderTemplate([...folder, entry!], { shared })
    : await readFile(join(resourcePath('templates', ...folder), entry!));
  const bytes = Buffer.concat([Buffer.from(`${MARK}${sha256(body)}\n`), body]);
  return { name: entry!.replace(/\.ejs$/, ''), bytes };
}

/** True where a text is one of ours, of whatever version, and nobody edited it. */
export function isUnedited(text: string): boolean {
  const end = text.indexOf('\n');
  return text.slice(0, end) === `${MARK}${sha256(Buffer.from(text.slice(end + 1)))}`;
}
