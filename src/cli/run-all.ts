/** The work of `run`: every stage, from a model or a project to the report. */
import { stat } from 'node:fs/promises';
import { type BuildResult, buildProject } from '../build/index.ts';
import { TflqError } from '../common/errors.ts';
import { type Manifest, readManifest } from '../emit/index.ts';
import { type FlashResult, flashProject } from '../flash/index.ts';
import type { ValidationReport } from '../validate/index.ts';
import { isModelFolder } from './load-model.ts';
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
  /** One for each port; one alone where none was named. */
  readonly flash: readonly FlashResult[];
  readonly validate: ValidationReport;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function make({ path, make: request, validate }: RunRequest): Promise<MakeProjectResult | null> {
  if ((await isFolder(path)) && !(await isModelFolder(path))) return null;
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

/** Flashes the board, or each of several. */
async function flashAll(
  dir: string,
  manifest: Manifest,
  { validate: { ports, progress, signal }, onStage }: RunRequest,
): Promise<FlashResult[]> {
  const results: FlashResult[] = [];
  for (const port of ports.length === 0 ? [undefined] : ports) {
    const result = await flashProject(dir, manifest, { ...(port && { port }), progress, signal });
    onStage({ flash: [result] });
    results.push(result);
  }
  return results;
}

/** Does all stages in order. Errors as the stages. */
export async function runAll(request: RunRequest): Promise<RunResult> {
  const { progress, signal } = request.validate;
  const gen = await make(request);
  if (gen !== null) request.onStage({ gen });
  const dir = gen?.project ?? request.path;
  const manifest = await readManifest(dir);
  const build = await buildProject(dir, manifest, { progress, signal });
  request.onStage({ build });
  const flash = await flashAll(dir, manifest, request);
  const validate = await validateBoard({ ...request.validate, dir });
  return { gen, build, flash, validate };
}
