/** Networks as emitted projects, in folders that are gone when their test is over. */
import { join } from 'node:path';
import { findBoard } from '../../../src/boards/index.ts';
import {
  type ProjectRequest,
  type RenderedProject,
  renderProject,
  writeProject,
} from '../../../src/emit/index.ts';
import { writeTflite } from '../../../src/formats/tflite/index.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { newFolder } from '../../support/scratch.ts';

/** A folder of a test's own. Blanks, quotes and more in its name: a path is never part of what a shell reads. */
export function scratchFolder(): string {
  return newFolder("tflq it's $HOME ");
}

/** What varies between the projects of tests. */
export type ProjectOptions = Partial<Omit<ProjectRequest, 'graph' | 'board'>> & { readonly board?: string };

/** A project of the runtime c, for the host unless said otherwise. */
export async function rendered(
  graph: Graph,
  { board = 'host', ...options }: ProjectOptions = {},
): Promise<RenderedProject> {
  const model = options.model ?? writeTflite(graph);
  return renderProject({
    name: 'net',
    runtime: 'c',
    ...options,
    graph,
    model,
    board: await findBoard(board),
  });
}

/** The text of a file of a project. */
export function text(project: RenderedProject, path: string): string {
  const bytes = project.files.get(path);
  if (bytes === undefined)
    throw new Error(`the project has no ${path}, only ${[...project.files.keys()].join(', ')}`);
  return Buffer.from(bytes).toString('utf8');
}

/** A project written to a new folder. */
export async function written(project: RenderedProject): Promise<string> {
  const dir = join(scratchFolder(), 'project');
  await writeProject(project, dir);
  return dir;
}
