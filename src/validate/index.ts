/** Proves on the board that the network works: feeds it, compares it with the host, measures it. */
import { TflqError } from '../common/errors.ts';
import { type Progress, silent } from '../common/progress.ts';
import type { ValidationReport } from '../common/validation-report.ts';
import { checkLabelCount, type Samples } from '../data/index.ts';
import type { Manifest } from '../emit/manifest.ts';
import type { Graph } from '../graph/graph.ts';
import { loadIntegerNetwork } from '../integer/index.ts';
import type { Device } from '../link/device.ts';
import { type OpenOptions, openDevice } from '../link/index.ts';
import { customNames } from '../ops/index.ts';
import { requireFinite, sampleCount } from './choose-samples.ts';
import { closeAll, connectBoards } from './connect.ts';
import { type Feed, feed } from './feed.ts';
import { measure } from './measure.ts';
import { loadProjectModel } from './project-model.ts';
import { checkThresholds, requireCheckable, requireComparable, type Thresholds } from './thresholds.ts';

export type { ValidationReport } from '../common/validation-report.ts';
export { parseLatency } from './latency.ts';
export { loadProjectModel } from './project-model.ts';
export type { Thresholds } from './thresholds.ts';

/** What to validate with. */
export interface ValidateOptions {
  /** Matched to the network's inputs. */
  readonly samples: Samples;
  /** The class of each sample; without them, there is no accuracy. */
  readonly labels?: Int32Array;
  /** Only so many samples, the first. */
  readonly limit?: number;
  /**
   * Serial ports' paths, tcp://host:port, rfc2217://host:port or unix:/path; the board's own way unless given. Behind
   * each is a board of the same kind; they share the samples.
   */
  readonly ports?: readonly string[];
  /** Is told which serial port was taken, in words, where none was named and just one fits the board. */
  readonly onChoice?: (port: string) => void;
  /** The longest wait for an inference, in milliseconds. */
  readonly timeoutMs?: number;
  readonly thresholds?: Thresholds;
  /** Is told of one step, whose units are samples. */
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  /** Is told each line of text that the board prints. */
  readonly onText?: (line: string) => void;
  /** Opens the line to the board; openDevice of src/link unless given. */
  readonly connect?: (dir: string, manifest: Manifest, options: OpenOptions) => Promise<Device>;
}

/** Where there are several boards, each line of their text says whose it is. */
function labelled(onText: (line: string) => void, ports: readonly string[], port: string | undefined) {
  return ports.length > 1 ? (line: string) => onText(`${port}: ${line}`) : onText;
}

/** Why this machine cannot compute what the board does; undefined where it can. */
function whyNotCompared(graph: Graph): string | undefined {
  const names = customNames(graph).map((name) => JSON.stringify(name));
  if (names.length === 0) return undefined;
  return `only the board has the code of ${names.length === 1 ? 'the custom operator' : 'the custom operators'} ${names.join(', ')}`;
}

/** Runs everything on boards that are connected. */
async function run(what: Feed, manifest: Manifest, thresholds: Thresholds): Promise<ValidationReport> {
  const { count, labels, progress } = what;
  progress.start(`running ${manifest.name} on ${manifest.board.id}`, count);
  const fed = await feed(what);
  progress.finish();
  const { board, name, runtime, latency, ...measured } = await measure(what, manifest, fed);
  const share = (right: number): number | null => (labels === undefined ? null : right / count);
  const accuracy = share(fed.right);
  const notCompared = whyNotCompared(what.graph);
  const agreement = notCompared === undefined ? fed.agreeing / count : null;
  const checks = checkThresholds(thresholds, { accuracy, agreement, latency });
  return {
    board,
    name,
    runtime,
    samples: count,
    accuracy,
    hostAccuracy: notCompared === undefined ? share(fed.hostRight) : null,
    agreement,
    ...(notCompared !== undefined && { notCompared }),
    mismatches: fed.mismatches,
    latency,
    ...measured,
    checks,
    passed: checks.every((check) => check.passed),
  };
}

/**
 * Runs samples on the board that a project was flashed to, and on the host with the same kernels, compares every
 * output byte, and measures. Each sample counts once, however bad the line is. A threshold that is not met is no
 * error here: see ValidationReport.passed.
 *
 * Several boards share the samples: each takes the next as soon as it is free, and one that is lost in the middle leaves
 * its sample to the others.
 *
 * @param dir the project's folder
 * @throws TflqError('project') where the project's model was edited or nothing was flashed; 'usage' where a
 *   threshold cannot be checked; 'data' where labels or samples are no good; 'tool', 'link' and 'firmware' as
 *   openDevice and Device; 'interrupted' by the signal
 */
export async function validateProject(
  dir: string,
  manifest: Manifest,
  options: ValidateOptions,
): Promise<ValidationReport> {
  const { samples, labels, thresholds = {}, progress = silent, connect = openDevice } = options;
  const { ports = [], timeoutMs, signal, onText, onChoice } = options;
  requireCheckable(thresholds, labels !== undefined, manifest.board.timer.unit);
  if (labels !== undefined) checkLabelCount(labels, samples, 'the labels');
  const count = sampleCount(samples, options.limit);
  const graph = await loadProjectModel(dir, manifest);
  const notCompared = whyNotCompared(graph);
  requireComparable(thresholds, notCompared);
  await requireFinite(samples, count);
  const network = notCompared === undefined ? await loadIntegerNetwork(graph) : undefined;
  if (signal?.aborted) throw new TflqError('interrupted', 'the validation was interrupted');
  const devices = await connectBoards(ports, (port) =>
    connect(dir, manifest, {
      port,
      timeoutMs,
      signal,
      onChoice,
      onText: onText && labelled(onText, ports, port),
    }),
  );
  try {
    return await run({ graph, network, devices, samples, count, labels, progress }, manifest, thresholds);
  } finally {
    progress.finish();
    await closeAll(devices);
  }
}
