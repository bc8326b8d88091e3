/** The work of `validate`: samples to the board, a report back. */
import type { Progress } from '../common/progress.ts';
import { readManifest } from '../emit/index.ts';
import { loadProjectModel, parseLatency, type ValidationReport, validateProject } from '../validate/index.ts';
import { loadLabelsOf, loadSamples } from './load-samples.ts';

/** What `validate` was asked for. */
export interface ValidateRequest {
  readonly dir: string;
  readonly data: string;
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

/** Validates a project that was flashed. Errors as the stages. */
export async function validateBoard(request: ValidateRequest): Promise<ValidationReport> {
  const { dir, minAccuracy, minAgreement } = request;
  const manifest = await readManifest(dir);
  const samples = await loadSamples(request.data, await loadProjectModel(dir, manifest));
  const labels = request.labels === undefined ? undefined : await loadLabelsOf(samples, request.labels);
  const maxLatency =
    request.maxLatency === undefined
      ? undefined
      : parseLatency(request.maxLatency, manifest.board.timer.unit);
  return validateProject(dir, manifest, {
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
}
