/** How often a network's prediction is right. */
import { checkLabelCount, encodeSample, predictedClass, type Samples } from '../data/index.ts';
import { loadFloatNetwork } from '../float/index.ts';
import type { TensorData } from '../graph/dtype.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';
import { dequantizeValues } from '../graph/quantize-values.ts';
import { widenConstants } from '../graph/widen-constants.ts';
import { loadIntegerNetwork } from '../integer/index.ts';
import { forEachSample, type SampleLoopOptions } from './sample-loop.ts';

/** The outcome. */
export interface Evaluation {
  /** The share of samples whose predicted class is the label, 0 … 1. */
  readonly accuracy: number;
  /** The predicted class of each sample. */
  readonly predictions: Int32Array;
}

/** How an evaluation can be watched and stopped. */
export type EvaluateOptions = SampleLoopOptions;

/** Predicts the class of every sample, from a fresh state, by the real values of the network's first output, and compares. */
async function evaluate(
  graph: Graph,
  run: (inputs: TensorData[]) => TensorData[],
  samples: Samples,
  labels: Int32Array,
  label: string,
  options: EvaluateOptions,
): Promise<Evaluation> {
  checkLabelCount(labels, samples, 'labels');
  const output = tensorAt(graph, graph.outputs[0]!);
  const predictions = new Int32Array(samples.count);
  await forEachSample(samples.count, label, options, async (k) => {
    const [first] = run(encodeSample(graph, await samples.sample(k)));
    predictions[k] = predictedClass(dequantizeValues(first!, output));
  });
  const right = predictions.filter((prediction, k) => prediction === labels[k]).length;
  return { accuracy: right / samples.count, predictions };
}

/**
 * Evaluates a float network.
 *
 * @param labels one class number a sample
 * @throws TflqError where the network cannot be run, labels and samples differ in number, or it is interrupted
 */
export async function evaluateFloat(
  graph: Graph,
  samples: Samples,
  labels: Int32Array,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const float = widenConstants(graph);
  const network = await loadFloatNetwork(float);
  try {
    const run = (inputs: TensorData[]): TensorData[] => {
      network.reset();
      return network.run(inputs as Float32Array[]);
    };
    return await evaluate(float, run, samples, labels, 'evaluating the float model', options);
  } finally {
    network.dispose();
  }
}

/**
 * Evaluates an integer network on the kernels that run on the board.
 *
 * @param labels one class number a sample
 * @throws TflqError where the network cannot be run, labels and samples differ in number, or it is interrupted
 */
export async function evaluateInteger(
  graph: Graph,
  samples: Samples,
  labels: Int32Array,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const network = await loadIntegerNetwork(graph);
  return evaluate(
    graph,
    (inputs) => {
      network.reset();
      return network.run(inputs);
    },
    samples,
    labels,
    'evaluating the int8 model',
    options,
  );
}
