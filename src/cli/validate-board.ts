/** The work of `validate`: samples to the board, a report back. */
import type { Progress } from '../common/progress.ts';
import { checkClasses } from '../data/index.ts';
import { readManifest } from '../emit/index.ts';
import { loadProjectModel, parseLatency, type ValidationReport, validateProject } from '../validate/index.ts';
import { type DataFacts, type DataOptions, dataFacts, loadSamples, testPart } from './load-samples.ts';

/** What `validate` was asked for. */
export interface ValidateRequest {
  readonly dir: string;
  readonly data: string;
  readonly dataOptions: DataOptions;
  readonly labels: string | undefined;
  readonly limit: number | undefined;
  /** Empty: the board's own way. */
  readonly ports: readonly string[];
  readonly minAccuracy: number | undefined;
  readonly minAgreement: number | undefined;
  readonly maxLatency: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  /** Is told which serial port was taken, in words, where none was named. */
  readonly onChoice: (port: string) => void;
  readonly onText: ((line: string) => void) | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What a validation found, and with which data. */
export interface BoardReport extends ValidationReport {
  readonly data?: DataFacts;
}

/** Validates a project that was flashed. Errors as the stages. */
export async function validateBoard(request: ValidateRequest): Promise<BoardReport> {
  const { dir, minAccuracy, minAgreement, dataOptions } = request;
  const manifest = await readManifest(dir);
  const graph = await loadProjectModel(dir, manifest);
  const opened = await loadSamples(request.data, graph, {
    ...request,
    preprocessing: manifest.preprocessing,
  });
  const { samples, labels, classNames } = testPart(opened, request.limit, dataOptions);
  if (labels !== undefined) checkClasses(graph, labels, classNames, request.labels ?? request.data);
  const maxLatency =
    request.maxLatency === undefined
      ? undefined
      : parseLatency(request.maxLatency, manifest.board.timer.unit);
  const report = await validateProject(dir, manifest, {
    samples,
    ...(labels && { labels }),
    ...(request.limit !== undefined && { limit: request.limit }),
    ports: request.ports,
    onChoice: request.onChoice,
    timeoutMs: 1000 * request.timeout,
    thresholds: {
      ...(minAccuracy !== undefined && { minAccuracy }),
      ...(minAgreement !== undefined && { minAgreement }),
      ...(maxLatency && { maxLatency }),
    },
    ...(request.onText && { onText: request.onText }),
    progress: request.progress,
    signal: request.signal,
  });
  return { ...report, ...dataFacts(opened) };
}
