/** The work of `quantize`: a model file in, a .tflite file and figures out. */
import { resolve } from 'node:path';
import { TflqError } from '../common/errors.ts';
import type { OpenedSamples } from '../data/index.ts';
import type { Graph } from '../graph/graph.ts';
import { describeScheme } from '../graph/scheme.ts';
import { evaluateFloat, evaluateInteger } from '../quantize/index.ts';
import { isFloat, type QuantizeRequest, quantizeModel, requireKnownScheme } from './integer-model.ts';
import { loadModel } from './load-model.ts';
import { type DataFacts, dataFacts, testPart } from './load-samples.ts';
import { describeTensors, observedRanges, type TensorRange } from './tensor-ranges.ts';
import { writeOutput } from './write-file.ts';

/** What `quantize` was asked for. */
export interface QuantizeFileRequest extends QuantizeRequest {
  readonly model: string;
  readonly out: string;
  readonly showRanges: boolean;
}

/** What it did; `--json` prints it. */
export interface QuantizeFileResult {
  readonly model: string;
  readonly output: string;
  readonly scheme: 'int8';
  readonly io: string;
  readonly weights: 'per-channel' | 'per-tensor';
  /** 0 for a model that brings its quantization. */
  readonly calibrationSamples: number;
  readonly bytes: { readonly before: number; readonly after: number };
  /** Absent where there were no labels. */
  readonly accuracy?: { readonly float: number; readonly quantized: number; readonly samples: number };
  readonly tensors?: readonly TensorRange[];
  /** Where samples are files of their own. */
  readonly data?: DataFacts;
}

/** An output that is one of the inputs would destroy it. */
function protectInputs({ model, data, labels, out }: QuantizeFileRequest): void {
  const victim = [model, data, labels].find((path) => path !== undefined && resolve(path) === resolve(out));
  if (victim === undefined) return;
  throw new TflqError('usage', `the output would overwrite ${victim}`, {
    where: '--out',
    hint: 'Give another path.',
  });
}

/** Quantizes a model file. Errors as the stages, and where the output cannot be written. */
export async function quantizeFile(request: QuantizeFileRequest): Promise<QuantizeFileResult> {
  protectInputs(request);
  const model = await loadModel(request.model, request.inputShapes);
  requireKnownScheme(model);
  if (!isFloat(model.graph)) {
    throw new TflqError('model', `the model is quantized to ${describeScheme(model.graph)} already`, {
      where: request.model,
      hint: 'tflq-micro gen takes it as it is; tflq-micro inspect shows its quantization.',
    });
  }
  const { graph, bytes, calibration, opened } = await quantizeModel(model, request);
  const accuracy = await measure(request, model.graph, graph, opened);
  await writeOutput(request.out, bytes, '--out');
  return {
    model: request.model,
    output: request.out,
    scheme: 'int8',
    io: request.io,
    weights: request.perTensor ? 'per-tensor' : 'per-channel',
    calibrationSamples: calibration.samples,
    bytes: { before: model.size, after: bytes.length },
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(request.showRanges
      ? { tensors: describeTensors(graph, observedRanges(model.graph, calibration)) }
      : {}),
    ...dataFacts(opened),
  };
}

/** The accuracy before and after, on the samples that test; undefined where their classes are not known. */
async function measure(
  { labels: labelsPath, dataOptions, progress, signal }: QuantizeFileRequest,
  float: Graph,
  integer: Graph,
  opened: OpenedSamples | undefined,
): Promise<QuantizeFileResult['accuracy']> {
  if (opened === undefined && labelsPath !== undefined) {
    throw new TflqError('usage', 'there are labels, but no samples that they belong to', {
      where: '--labels',
      hint: 'Add --data with the samples.',
    });
  }
  if (opened?.labels === undefined) return undefined;
  const { samples, labels } = testPart(opened, undefined, dataOptions);
  const before = await evaluateFloat(float, samples, labels!, { progress, signal });
  const after = await evaluateInteger(integer, samples, labels!, { progress, signal });
  return { float: before.accuracy, quantized: after.accuracy, samples: samples.count };
}
