/** The work of `gen`: a model file in, a firmware project out. */
import { parse } from 'node:path';
import { frameworkOf } from '../boards/framework.ts';
import { boardFile, findBoard } from '../boards/index.ts';
import { TflqError } from '../common/errors.ts';
import { resourcePath } from '../common/resources.ts';
import {
  type CheckResult,
  checkProject,
  type Fit,
  type Manifest,
  type RenderedProject,
  type Runtime,
  renderProject,
  requireCustomHeaders,
  requireFit,
  toModelName,
  writeProject,
} from '../emit/index.ts';
import { type BuildFiles, writeBuildFiles } from './build-files.ts';
import { loadCustomHeaders } from './custom-ops.ts';
import { integerModel, type QuantizeRequest } from './integer-model.ts';
import { loadModel } from './load-model.ts';
import { type DataFacts, dataFacts } from './load-samples.ts';

/** What `gen` was asked for. */
export interface MakeProjectRequest extends QuantizeRequest, BuildFiles {
  readonly model: string;
  readonly board: string;
  /** The board's first unless given. */
  readonly framework: string | undefined;
  /** The board's usual one unless given. */
  readonly runtime: Runtime | undefined;
  readonly name: string | undefined;
  readonly out: string | undefined;
  readonly libOnly: boolean;
  readonly sourcesOnly?: boolean;
  readonly tflmDir: string | undefined;
  /** NAME=HEADER each, as --custom-op gives them. */
  readonly customOps?: readonly string[] | undefined;
  readonly force: boolean;
}

/** What a project is, in the results that `--json` prints. */
interface ProjectFacts {
  readonly project: string;
  readonly name: string;
  readonly board: string;
  readonly runtime: Runtime;
  /** Samples that the model was calibrated with; null where it came quantized. */
  readonly calibrationSamples: number | null;
  readonly modelBytes: number;
  readonly memory: Manifest['memory'];
  readonly fit: Fit;
  /** Whether `build` can make a firmware of it, or it is for a build of the user's own. */
  readonly isFirmware: boolean;
  /** Where samples are files of their own. */
  readonly data?: DataFacts;
}

/** What `gen` made; `--json` prints it. */
export interface MakeProjectResult extends ProjectFacts {
  readonly written: readonly string[];
  /** Files that are the user's: edited, and therefore left as they are. */
  readonly kept: readonly string[];
}

/** What `gen --check` found; `--json` prints it. */
export interface CheckMadeResult extends ProjectFacts, CheckResult {}

/** A project that is neither written nor compared yet. */
interface Prepared {
  readonly facts: ProjectFacts;
  readonly rendered: RenderedProject;
  /** The files that it was made from. */
  readonly inputs: readonly string[];
}

/** Build systems know the emitted files by name, so the name must be one that nothing has to be changed of. */
function requireExactName({ name, depfile, stamp }: MakeProjectRequest): void {
  if (name === undefined || (depfile === undefined && stamp === undefined)) return;
  const used = toModelName(name);
  if (used === name) return;
  throw new TflqError('usage', `${JSON.stringify(name)} cannot be the name of a network in C`, {
    where: '--name',
    hint: `Take ${used}, or another lower-case identifier.`,
  });
}

function requireUsableFlags(request: MakeProjectRequest, runtime: Runtime): void {
  if (request.tflmDir !== undefined && runtime !== 'tflm') {
    throw new TflqError('usage', '--tflm-dir is for the runtime tflm', {
      where: '--tflm-dir',
      hint: 'Add --runtime tflm, or leave it out.',
    });
  }
  requireExactName(request);
}

/** All of `gen` but for the writing. */
async function prepare(request: MakeProjectRequest): Promise<Prepared> {
  const { libOnly, sourcesOnly, tflmDir } = request;
  const board = await findBoard(request.board, request.framework);
  const runtime = request.runtime ?? board.runtime;
  requireUsableFlags(request, runtime);
  const model = await loadModel(request.model, request.inputShapes);
  const name = toModelName(request.name ?? parse(request.model).name);
  const customOps = await loadCustomHeaders(request.customOps);
  requireCustomHeaders(model.graph, customOps, runtime);
  const { graph, bytes, calibration, opened } = await integerModel(model, request);
  const fit = requireFit(graph, board, runtime, bytes);
  const rendered = await renderProject({
    ...{ graph, model: bytes, name, board, runtime, tflmDir, libOnly, customOps },
    preprocessing: opened?.preprocessing,
    ...(sourcesOnly === undefined ? {} : { sourcesOnly }),
  });
  if (request.signal.aborted) throw new TflqError('interrupted', 'making the project was interrupted');
  const facts = {
    project: request.out ?? `${name}-${board.id}`,
    name,
    board: board.id,
    runtime,
    calibrationSamples: calibration?.samples ?? null,
    modelBytes: bytes.length,
    memory: rendered.manifest.memory,
    fit,
    isFirmware: !libOnly && sourcesOnly !== true && (await frameworkOf(board)).build !== 'none',
    ...dataFacts(opened),
  };
  const read = [...model.files, ...(opened?.files ?? []), ...customOps.map(({ path }) => path)];
  // Another version of this program may give other files.
  const inputs = [...read, boardFile(request.board), resourcePath('package.json')];
  return { facts, rendered, inputs };
}

/** Makes a project. Errors as the stages; nothing is written unless the model fits the board. */
export async function makeProject(request: MakeProjectRequest): Promise<MakeProjectResult> {
  const { facts, rendered, inputs } = await prepare(request);
  const { force, signal } = request;
  const { written, kept } = await writeProject(rendered, facts.project, { force, signal });
  await writeBuildFiles(request, facts.project, inputs);
  return { ...facts, written, kept };
}

/** Compares what is there with what makeProject would make of the same request. Writes nothing. */
export async function checkMadeProject(request: MakeProjectRequest): Promise<CheckMadeResult> {
  const { facts, rendered } = await prepare(request);
  return { ...facts, ...(await checkProject(rendered, facts.project)) };
}
