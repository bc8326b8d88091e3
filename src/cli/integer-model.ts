/** From whatever model the user has to the integer network that is emitted. */
import { basename } from 'node:path';
import { TflqError } from '../common/errors.ts';
import type { Progress } from '../common/progress.ts';
import { checkClasses, type OpenedSamples } from '../data/index.ts';
import { leaveOutAbsentInputs, writeTflite } from '../formats/tflite/index.ts';
import type { Graph } from '../graph/graph.ts';
import { describeScheme } from '../graph/scheme.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import {
  type Calibration,
  calibrate,
  hasLearned,
  type IoType,
  missingRanges,
  quantizeGraph,
} from '../quantize/index.ts';
import type { LoadedModel } from './load-model.ts';
import { calibrationPart, type DataOptions, loadSamples } from './load-samples.ts';

/** How to quantize, as the flags say it. */
export interface QuantizeRequest {
  readonly data: string | undefined;
  readonly dataOptions: DataOptions;
  /** The classes of the samples; where they are folders, they need none. */
  readonly labels: string | undefined;
  /** Whether the data's classes must be the model's. */
  readonly needsClasses: boolean;
  readonly calibrationSamples: number;
  readonly io: IoType;
  readonly perTensor: boolean;
  /** As --input-shape gives them. */
  readonly inputShapes: readonly string[] | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** An integer network and its file. */
export interface IntegerModel {
  readonly graph: Graph;
  /** The .tflite file; for a model that was one already, its very bytes, unless TFLM could not run them. */
  readonly bytes: Uint8Array;
  /** How it was calibrated; undefined where the model came quantized. */
  readonly calibration: Calibration | undefined;
  /** All samples of the data that was opened. */
  readonly opened: OpenedSamples | undefined;
}

const REFUSALS = {
  uint8:
    'it uses the uint8 scheme of before 2019, whose asymmetric weights TFLite Micro does not run and int8 cannot hold',
  mixed: 'part of it computes with real numbers and part with integers',
} as const;

/** True for a network that is still to be quantized. */
export function isFloat(graph: Graph): boolean {
  const scheme = describeScheme(graph);
  return scheme === 'float' || scheme === 'dynamic-range';
}

/** Refuses networks that are neither float, nor have int8 or int16 activations. */
export function requireKnownScheme({ graph, path }: LoadedModel): void {
  const scheme = describeScheme(graph);
  if (scheme !== 'uint8' && scheme !== 'mixed') return;
  throw new TflqError('model', `the model cannot be used: ${REFUSALS[scheme]}`, {
    where: path,
    hint: 'Give the float model that it was made from, and --data to quantize it to int8.',
  });
}

/** Names that a message lists at most. */
const MOST_NAMES = 4;

/** What is to be said where samples are needed and there are none. */
function missingData({ path, graph }: LoadedModel, missing: readonly number[]): TflqError {
  const labels = missing.slice(0, MOST_NAMES).map((index) => tensorLabel(graph, index));
  const rest = missing.length > MOST_NAMES ? ` and ${missing.length - MOST_NAMES} more` : '';
  const message = hasLearned(graph)
    ? `the model says nothing of the quantization of ${labels.join(', ')}${rest}, and there is no data to find it with`
    : 'the model computes with real numbers, and there is no data to quantize it with';
  return new TflqError('data', message, {
    where: `${basename(path)}: --data`,
    hint:
      'int8 numbers need to know the range of every activation, which only samples tell: ' +
      'give some hundred typical inputs as --data samples.npy, of shape [samples, …].',
  });
}

/** No samples are needed by a model that brings the quantization of all its activations. */
const NOTHING_TO_CALIBRATE: Calibration = { ranges: new Map(), samples: 0 };

/**
 * Quantizes a float model. Without samples it does that only with a model that brings its quantization. Errors as
 * loadSamples, checkClasses, calibrate and quantizeGraph.
 */
export async function quantizeModel(
  model: LoadedModel,
  request: QuantizeRequest,
): Promise<IntegerModel & { readonly calibration: Calibration }> {
  const { data, calibrationSamples, dataOptions, labels, io, perTensor, progress, signal } = request;
  const missing = missingRanges(model.graph);
  if (data === undefined && missing.length > 0) throw missingData(model, missing);
  const opened = data === undefined ? undefined : await loadSamples(data, model.graph, request);
  if (request.needsClasses && opened?.labels !== undefined) {
    checkClasses(model.graph, opened.labels, opened.classNames, labels ?? data!);
  }
  const calibration =
    opened === undefined || missing.length === 0
      ? NOTHING_TO_CALIBRATE
      : await calibrate(model.graph, calibrationPart(opened, calibrationSamples, dataOptions).samples, {
          limit: calibrationSamples,
          ...(data !== undefined && { where: data }),
          progress,
          signal,
        });
  const graph = leaveOutAbsentInputs(quantizeGraph(model.graph, calibration, { io, perChannel: !perTensor }));
  return { graph, bytes: writeTflite(graph), calibration, opened };
}

/** The integer network of any model: one that is quantized already goes straight through. */
export async function integerModel(model: LoadedModel, request: QuantizeRequest): Promise<IntegerModel> {
  requireKnownScheme(model);
  if (isFloat(model.graph)) return quantizeModel(model, request);
  const graph = leaveOutAbsentInputs(model.graph);
  // A file whose inputs were open does not hold the shapes that they were given.
  const isAsInFile = graph === model.graph && (request.inputShapes ?? []).length === 0;
  const bytes = isAsInFile ? model.bytes : writeTflite(graph);
  return { graph, bytes, calibration: undefined, opened: undefined };
}
