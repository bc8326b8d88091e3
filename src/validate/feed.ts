/** Runs samples on the board and on the host, side by side. */
import { TflqError } from '../common/errors.ts';
import type { Progress } from '../common/progress.ts';
import type { Mismatch } from '../common/validation-report.ts';
import { encodeSample, type Samples } from '../data/index.ts';
import { bytesOf, dataFromBytes, type TensorData } from '../graph/dtype.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';
import type { IntegerNetwork } from '../integer/index.ts';
import type { Device } from '../link/device.ts';
import { answeredClass } from './answer.ts';
import { differences } from './compare.ts';

/** So many differences are told of one by one. */
const MOST_MISMATCHES = 8;

/** What is run, and where. */
export interface Feed {
  readonly graph: Graph;
  readonly network: IntegerNetwork;
  readonly device: Device;
  readonly samples: Samples;
  /** Run are the samples from 0 to `count` − 1. */
  readonly count: number;
  /** The class of each sample, if it is known. */
  readonly labels?: Int32Array | undefined;
  readonly progress: Progress;
}

/** What came out. */
export interface FeedResult {
  /** Of each sample, in their order. */
  readonly ticks: readonly number[];
  /** Samples whose every byte is the same on both. */
  readonly agreeing: number;
  /** The first few differences. */
  readonly mismatches: readonly Mismatch[];
  /** Samples of which the board, and the host, named the right class. */
  readonly right: number;
  readonly hostRight: number;
}

/** One sample on both; the host computes while the board does. */
interface Pair {
  readonly ticks: number;
  readonly board: readonly Uint8Array[];
  readonly host: readonly TensorData[];
}

/** The bytes of each input that the board takes for a sample. */
export function inputBytes(graph: Graph, samples: Samples, k: number): Uint8Array[] {
  return encodeSample(graph, samples.sample(k)).map(bytesOf);
}

async function runBoth({ graph, network, device, samples }: Feed, k: number): Promise<Pair> {
  const inputs = encodeSample(graph, samples.sample(k));
  let host: readonly TensorData[] | undefined;
  const { ticks, outputs } = await device.infer(inputs.map(bytesOf), () => {
    host ??= network.run(inputs);
  });
  return { ticks, board: outputs, host: host! };
}

/** The same error, which also says how far the run had come. */
function atSample(error: unknown, k: number, count: number): unknown {
  if (!(error instanceof TflqError) || (error.kind !== 'link' && error.kind !== 'firmware')) return error;
  const place = `sample ${k} of ${count}`;
  return new TflqError(error.kind, error.message, {
    where: error.where === undefined ? place : `${error.where}, ${place}`,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

/**
 * Runs each sample once on either side and compares.
 *
 * @throws TflqError as Device.infer, with the sample
 */
export async function feed(what: Feed): Promise<FeedResult> {
  const { graph, count, labels, progress } = what;
  const firstOutput = tensorAt(graph, graph.outputs[0]!);
  const ticks: number[] = [];
  const mismatches: Mismatch[] = [];
  let agreeing = 0;
  let right = 0;
  let hostRight = 0;
  for (let k = 0; k < count; k++) {
    const pair = await runBoth(what, k).catch((error: unknown) => {
      throw atSample(error, k, count);
    });
    ticks.push(pair.ticks);
    const found = differences(k, pair.board, pair.host);
    if (found.length === 0) agreeing++;
    mismatches.push(...found.slice(0, MOST_MISMATCHES - mismatches.length));
    if (labels !== undefined) {
      const board = dataFromBytes(firstOutput.dtype, pair.board[0]!);
      if (answeredClass(graph, board) === labels[k]) right++;
      if (answeredClass(graph, pair.host[0]!) === labels[k]) hostRight++;
    }
    progress.update(k + 1);
  }
  return { ticks, agreeing, mismatches, right, hostRight };
}
