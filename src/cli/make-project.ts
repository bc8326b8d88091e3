/** The work of `gen`: a model file in, a firmware project out. */
import { parse } from 'node:path';
import { findBoard } from '../boards/index.ts';
import { TflqError } from '../common/errors.ts';
import {
  type Fit,
  type Manifest,
  type Runtime,
  renderProject,
  requireFit,
  toModelName,
  writeProject,
} from '../emit/index.ts';
import { integerModel, type QuantizeRequest } from './integer-model.ts';
import { loadModel } from './load-model.ts';

/** What `gen` was asked for. */
export interface MakeProjectRequest extends QuantizeRequest {
  readonly model: string;
  readonly board: string;
  /** The board's first unless given. */
  readonly framework: string | undefined;
  /** The board's usual one unless given. */
  readonly runtime: Runtime | undefined;
  readonly name: string | undefined;
  readonly out: string | undefined;
  readonly libOnly: boolean;
  readonly tflmDir: string | undefined;
  readonly force: boolean;
}

/** What it made; `--json` prints it. */
export interface MakeProjectResult {
  readonly project: string;
  readonly name: string;
  readonly board: string;
  readonly runtime: Runtime;
  /** Samples that the model was calibrated with; null where it came quantized. */
  readonly calibrationSamples: number | null;
  readonly modelBytes: number;
  readonly memory: Manifest['memory'];
  readonly fit: Fit;
  readonly written: readonly string[];
  /** Files that are the user's: edited, and therefore left as they are. */
  readonly kept: readonly string[];
}

/** Makes a project. Errors as the stages; nothing is written unless the model fits the board. */
export async function makeProject(request: MakeProjectRequest): Promise<MakeProjectResult> {
  const { libOnly, tflmDir, force } = request;
  const board = await findBoard(request.board, request.framework);
  const runtime = request.runtime ?? board.runtime;
  if (tflmDir !== undefined && runtime !== 'tflm') {
    throw new TflqError('usage', '--tflm-dir is for the runtime tflm', {
      where: '--tflm-dir',
      hint: 'Add --runtime tflm, or leave it out.',
    });
  }
  const model = await loadModel(request.model);
  const name = toModelName(request.name ?? parse(request.model).name);
  const { graph, bytes, calibration } = await integerModel(model, request);
  const fit = requireFit(graph, board, runtime, bytes);
  const project = await renderProject({
    graph,
    model: bytes,
    name,
    board,
    runtime,
    libOnly,
    ...(tflmDir === undefined ? {} : { tflmDir }),
  });
  if (request.signal.aborted) throw new TflqError('interrupted', 'making the project was interrupted');
  const dir = request.out ?? `${name}-${board.id}`;
  const { written, kept } = await writeProject(project, dir, { force, signal: request.signal });
  return {
    project: dir,
    name,
    board: board.id,
    runtime,
    calibrationSamples: calibration?.samples ?? null,
    modelBytes: bytes.length,
    memory: project.manifest.memory,
    fit,
    written,
    kept,
  };
}
