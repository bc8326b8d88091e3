/** Which project a command means when its folder is not named. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { MANIFEST_FILE } from '../emit/index.ts';

/**
 * The project's folder: the named one, else this folder if it is a project, else the only project in it.
 *
 * @throws TflqError('project') where there is none or several
 */
export async function findProject(named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  if (existsSync(MANIFEST_FILE)) return '.';
  const entries = await readdir('.', { withFileTypes: true });
  const projects = entries
    .filter((entry) => entry.isDirectory() && existsSync(join(entry.name, MANIFEST_FILE)))
    .map((entry) => entry.name)
    .sort();
  if (projects.length === 1) return projects[0]!;
  if (projects.length === 0) {
    throw new TflqError('project', 'there is no project in this folder', {
      where: process.cwd(),
      hint: 'Make one with tflq-micro gen MODEL --board ID, or name its folder.',
    });
  }
  throw new TflqError('project', `there are several projects in this folder: ${projects.join(', ')}`, {
    where: process.cwd(),
    hint: 'Name the one that you mean.',
  });
}
