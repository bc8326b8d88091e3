/** The work of `run`: every stage, from a model or a project to the report. */
import { stat } from 'node:fs/promises';
import { type BuildResult, buildProject } from '../build/index.ts';
import { TflqError } from '../common/errors.ts';
import { readManifest } from '../emit/index.ts';
import { type FlashResult, flashProject } from '../flash/index.ts';
import type { ValidationReport } from '../validate/index.ts';
import { type MakeProjectRequest, type MakeProjectResult, makeProject } from './make-project.ts';
import { type ValidateRequest, validateBoard } from './validate-board.ts';

/** What `run` was asked for. */
export interface RunRequest {
  /** A model file, or the folder of a project. */
  readonly path: string;
  readonly make: Omit<MakeProjectRequest, 'model' | 'board' | 'progress' | 'signal'> & {
    readonly board: string | undefined;
  };
  readonly validate: Omit<ValidateRequest, 'dir'>;
  /** Is told of each stage's result as soon as it is there. */
  onStage(result: Partial<RunResult>): void;
}

/** What the stages did; `--json` prints it. */
export interface RunResult {
  /** Null where the project was there already. */
  readonly gen: MakeProjectResult | null;
  readonly build: BuildResult;
  readonly flash: FlashResult;
  readonly validate: ValidationReport;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function make({ path, make: request, validate }: RunRequest): Promise<MakeProjectResult | null> {
  if (await isFolder(path)) return null;
  const { board } = request;
  if (board === undefined) {
    throw new TflqError('usage', 'which board the model is for was not said', {
      where: '--board',
      hint: 'Add --board ID; tflq-micro boards lists them.',
    });
  }
  const { progress, signal } = validate;
  return makeProject({ ...request, model: path, board, progress, signal });
}

/** Does all stages in order. Errors as the stages. */
export async function runAll(request: RunRequest): Promise<RunResult> {
  const { progress, signal, port } = request.validate;
  const gen = await make(request);
  if (gen !== null) request.onStage({ gen });
  const dir = gen?.project ?? request.path;
  const manifest = await readManifest(dir);
  const build = await buildProject(dir, manifest, { progress, signal });
  request.onStage({ build });
  const flash = await flashProject(dir, manifest, { ...(port && { port }), progress, signal });
  request.onStage({ flash });
  const validate = await validateBoard({ ...request.validate, dir });
  return { gen, build, flash, validate };
}
