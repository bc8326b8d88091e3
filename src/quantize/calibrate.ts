/** Calibration: the ranges of a network's activations over representative samples. */
import { TflqError } from '../common/errors.ts';
import { encodeSample, firstNonFinite, type Samples } from '../data/index.ts';
import { type FloatNetwork, loadFloatNetwork } from '../float/index.ts';
import type { Graph } from '../graph/graph.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import { widenConstants } from '../graph/widen-constants.ts';
import { minMax } from './observers/min-max.ts';
import type { Observer, ObserverFactory } from './observers/observer.ts';
import { readRules } from './operator-rules.ts';
import type { Range } from './range.ts';
import { forEachSample, type SampleLoopOptions } from './sample-loop.ts';

/** What calibration found. */
export interface Calibration {
  /** The range of each network input and each operator's output, by tensor index. */
  readonly ranges: ReadonlyMap<number, Range>;
  /** How many samples were used. */
  readonly samples: number;
}

/** How to calibrate. */
export interface CalibrateOptions extends SampleLoopOptions {
  /** Use only the first so many samples. */
  readonly limit?: number;
  /** The data file, for messages. */
  readonly where?: string;
  /** How ranges are found; the smallest and largest value unless given. */
  readonly observer?: ObserverFactory;
}

function checkCount(count: number, where: string | undefined): void {
  if (count > 0) return;
  throw new TflqError('data', 'there are no samples to calibrate with', {
    ...(where !== undefined && { where }),
    hint:
      'int8 needs representative samples: they show which range of values each activation takes, and the scales ' +
      'follow from that. Give some dozens to hundreds, preprocessed as the model takes them.',
  });
}

/** What to say of a value that is NaN or infinite. */
function nonFinite(graph: Graph, tensor: number, k: number, value: number, where?: string): TflqError {
  const label = tensorLabel(graph, tensor);
  const details = where === undefined ? {} : { where };
  if (graph.inputs.includes(tensor)) {
    return new TflqError('data', `sample ${k} holds ${value} for the model's input, ${label}`, {
      ...details,
      hint: 'Samples must be finite numbers: leave that sample out, or mend what makes the data.',
    });
  }
  const op = graph.ops.findIndex(({ outputs }) => outputs.includes(tensor));
  return new TflqError(
    'data',
    `sample ${k} makes ${label}, computed by operator ${op} (${graph.ops[op]!.type}), ${value}`,
    {
      ...details,
      hint: 'Check that the samples are scaled as in training, and that the model’s weights are sound.',
    },
  );
}

/** Collects what the observers see, one per tensor. */
class Watch {
  readonly #observers = new Map<number, Observer>();
  readonly #graph: Graph;
  readonly #options: CalibrateOptions;

  constructor(graph: Graph, options: CalibrateOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  /** Shows a tensor's values for sample `k` to its observer. */
  observe(k: number, tensor: number, values: Float32Array): void {
    const bad = firstNonFinite(values);
    if (bad >= 0) throw nonFinite(this.#graph, tensor, k, values[bad]!, this.#options.where);
    let observer = this.#observers.get(tensor);
    if (observer === undefined) {
      observer = (this.#options.observer ?? minMax)();
      this.#observers.set(tensor, observer);
    }
    observer.observe(values);
  }

  ranges(): Map<number, Range> {
    return new Map([...this.#observers].map(([tensor, observer]) => [tensor, observer.range()]));
  }
}

/**
 * Runs the samples through a float network and finds the range of each activation.
 *
 * @param graph a float network; constants stored as int8 or float16 are widened here
 * @throws TflqError('model') where the network cannot be quantized, which is checked before anything is run;
 *   TflqError('data') where there are no samples, or a value is NaN or infinite; TflqError('interrupted')
 */
export async function calibrate(
  graph: Graph,
  samples: Samples,
  options: CalibrateOptions = {},
): Promise<Calibration> {
  const count = Math.min(samples.count, options.limit ?? samples.count);
  checkCount(count, options.where);
  const float = widenConstants(graph);
  readRules(float);
  const network: FloatNetwork = await loadFloatNetwork(float);
  const watch = new Watch(float, options);
  try {
    await forEachSample(count, 'calibrating', options, async (k) => {
      const inputs = encodeSample(float, await samples.sample(k)) as Float32Array[];
      network.reset();
      network.run(inputs, (tensor, values) => watch.observe(k, tensor, values));
    });
  } finally {
    network.dispose();
  }
  return { ranges: watch.ranges(), samples: count };
}
