/** Whether a folder holds what `gen` would write there. */
import { TflqError } from '../common/errors.ts';
import { isLocalFile } from './local-files.ts';
import { readManifest } from './manifest.ts';
import type { RenderedProject } from './project.ts';
import { compareProject, listPaths } from './project-state.ts';

/** A project compared with a folder. Paths in the project, sorted. */
export interface CheckResult {
  /** True where `gen` would write and remove nothing. */
  readonly upToDate: boolean;
  /** Files with other contents, and not by the user's right. */
  readonly different: readonly string[];
  readonly missing: readonly string[];
  /** Files that an earlier project left and this one has not. */
  readonly stale: readonly string[];
  /** Files that are the user's, and edited: no differences. */
  readonly kept: readonly string[];
}

/**
 * Compares a project with what lies in a folder. Writes nothing.
 *
 * @throws TflqError('project') where the folder holds no project, or something that is no file is in a file's way
 */
export async function checkProject(project: RenderedProject, dir: string): Promise<CheckResult> {
  const plan = await compareProject(project, dir, await readManifest(dir));
  const write = plan.write.filter((path) => !isLocalFile(path));
  const missing = write.filter((path) => plan.missing.includes(path));
  return {
    upToDate: write.length + plan.remove.length === 0,
    different: write.filter((path) => !missing.includes(path)),
    missing,
    stale: plan.remove,
    kept: plan.keep,
  };
}

/**
 * The error for a folder that is not up to date; names the files.
 *
 * @param dir the folder, for the message
 */
export function outdated({ different, missing, stale }: CheckResult, dir: string): TflqError {
  const parts = [
    { what: 'different', paths: different },
    { what: 'missing', paths: missing },
    { what: 'no longer needed', paths: stale },
  ];
  const text = parts
    .filter(({ paths }) => paths.length > 0)
    .map(({ what, paths }) => `${what}: ${listPaths(paths)}`)
    .join('; ');
  return new TflqError('project', `the project is not what these inputs give: ${text}`, {
    where: dir,
    hint: 'Run the same command without --check, and commit what it writes.',
  });
}
