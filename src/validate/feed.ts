/** Runs samples on boards and on the host, side by side. */
import { TflqError } from '../common/errors.ts';
import type { Progress } from '../common/progress.ts';
import type { Mismatch, PortShare } from '../common/validation-report.ts';
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
  /** Absent where this machine cannot compute the network: then nothing is compared. */
  readonly network: IntegerNetwork | undefined;
  /** Boards of one kind, at least one: each takes the next sample as soon as it is free. */
  readonly devices: readonly Device[];
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
  /** What each board did, in the order of the devices. */
  readonly shares: readonly Omit<PortShare, 'link'>[];
  /** The devices that are still there. */
  readonly living: readonly Device[];
}

/** One sample's result. */
interface Outcome {
  readonly ticks: number;
  readonly mismatches: readonly Mismatch[];
  readonly isRight: boolean;
  readonly isHostRight: boolean;
}

/** The bytes of each input that the board takes for a sample. */
export async function inputBytes(graph: Graph, samples: Samples, k: number): Promise<Uint8Array[]> {
  return encodeSample(graph, await samples.sample(k)).map(bytesOf);
}

/** Runs one sample on both, each from a fresh state; the host computes while the board does. */
async function runSample(
  { graph, network, samples, labels }: Feed,
  device: Device,
  k: number,
): Promise<Outcome> {
  const inputs = encodeSample(graph, await samples.sample(k));
  let computed: readonly TensorData[] | undefined;
  const { ticks, outputs } = await device.infer(inputs.map(bytesOf), () => {
    if (computed !== undefined || network === undefined) return;
    network.reset();
    computed = network.run(inputs);
  });
  const host = computed as readonly TensorData[] | undefined;
  const { dtype } = tensorAt(graph, graph.outputs[0]!);
  const isRight = (output: TensorData): boolean => answeredClass(graph, output) === labels?.[k];
  return {
    ticks,
    mismatches: host === undefined ? [] : differences(k, outputs, host),
    isRight: labels !== undefined && isRight(dataFromBytes(dtype, outputs[0]!)),
    isHostRight: host !== undefined && labels !== undefined && isRight(host[0]!),
  };
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

/** Which samples are still to be run. */
class Queue {
  readonly #count: number;
  #next = 0;
  /** Samples of boards that died over them. */
  readonly #back: number[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  get isEmpty(): boolean {
    return this.#next === this.#count && this.#back.length === 0;
  }

  take(): number | undefined {
    return this.#back.pop() ?? (this.#next < this.#count ? this.#next++ : undefined);
  }

  giveBack(k: number): void {
    this.#back.push(k);
  }
}

/** Figures of all samples, in their order, whichever board ran them. */
function summarize(outcomes: readonly Outcome[]): Omit<FeedResult, 'shares' | 'living'> {
  const count = (holds: (outcome: Outcome) => boolean): number => outcomes.filter(holds).length;
  return {
    ticks: outcomes.map(({ ticks }) => ticks),
    agreeing: count(({ mismatches }) => mismatches.length === 0),
    mismatches: outcomes.flatMap(({ mismatches }) => mismatches).slice(0, MOST_MISMATCHES),
    right: count(({ isRight }) => isRight),
    hostRight: count(({ isHostRight }) => isHostRight),
  };
}

/**
 * Runs each sample once on either side and compares. Where there are several boards, one that is lost in the middle
 * leaves its sample to the others.
 *
 * @throws TflqError as Device.infer, with the sample: where the last board is lost, or the network fails on one
 */
export async function feed(what: Feed): Promise<FeedResult> {
  const { count, devices, progress } = what;
  const queue = new Queue(count);
  const outcomes = new Array<Outcome>(count);
  const shares = devices.map(({ name }) => ({ port: name, samples: 0, lost: null as string | null }));
  let done = 0;
  let living = [...devices.keys()];

  const serve = async (board: number): Promise<void> => {
    for (let k = queue.take(); k !== undefined; k = queue.take()) {
      try {
        outcomes[k] = await runSample(what, devices[board]!, k);
      } catch (error) {
        living = living.filter((other) => other !== board);
        const isLost = error instanceof TflqError && error.kind === 'link';
        if (!isLost || living.length === 0) throw atSample(error, k, count);
        shares[board]!.lost = error.message;
        queue.giveBack(k);
        return;
      }
      shares[board]!.samples++;
      progress.update(++done);
    }
  };
  // Again, where a board was lost over its sample when the others had nothing left to do.
  while (!queue.isEmpty) await Promise.all(living.map(serve));
  return { ...summarize(outcomes), shares, living: living.map((board) => devices[board]!) };
}
