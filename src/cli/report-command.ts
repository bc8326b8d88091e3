/** What `validate` and `run` share: flags to requests, and where their report goes. */
import type { Interfaces } from '@oclif/core';
import { EXIT } from '../common/errors.ts';
import { junit, validationText } from '../report/index.ts';
import type { ValidationReport } from '../validate/index.ts';
import type { validateFlags } from './flags.ts';
import { STDOUT } from './json-flag.ts';
import type { ValidateRequest } from './validate-board.ts';
import { writeOutput } from './write-file.ts';

type Flags = Interfaces.InferredFlags<typeof validateFlags>;

/** The part of the request that the flags make up. */
export function validateRequest(
  flags: Flags,
): Omit<ValidateRequest, 'dir' | 'data' | 'dataOptions' | 'onChoice' | 'onText' | 'progress' | 'signal'> {
  return {
    labels: flags.labels,
    limit: flags.limit,
    ports: flags.port ?? [],
    minAccuracy: flags['min-accuracy'],
    minAgreement: flags['min-agreement'],
    maxLatency: flags['max-latency'],
    timeout: flags.timeout,
  };
}

/** Where a report goes. */
export interface ReportTargets {
  /** `--json`: a file, or - for standard output. */
  readonly json: string | undefined;
  readonly junit: string | undefined;
  readonly quiet: boolean;
  /** Prints on standard output. */
  print(text: string): void;
}

/**
 * Writes a report wherever it was asked for, and sets the exit code where a check failed.
 *
 * @param result what --json gives: the report, or all that `run` did with the report in it
 */
export async function deliverReport(
  report: ValidationReport,
  result: unknown,
  { json, junit: junitFile, quiet, print }: ReportTargets,
): Promise<void> {
  const text = JSON.stringify(result, null, 2);
  if (json !== undefined && json !== STDOUT) await writeOutput(json, `${text}\n`, '--json');
  if (junitFile !== undefined) await writeOutput(junitFile, junit(report), '--junit');
  if (json === STDOUT) print(text);
  else if (!quiet) print(validationText(report));
  if (!report.passed) process.exitCode = EXIT.threshold;
}
