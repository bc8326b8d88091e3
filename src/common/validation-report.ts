/**
 * What a validation found: made by src/validate, shown by src/report, printed as it is by `--json`. It lies here
 * because the two are beside each other and neither may know the other.
 */

/** How a line to a board behaved. */
export interface LinkStatistics {
  /** Requests that were sent, without repetitions. */
  readonly requests: number;
  /** Requests that were sent again. */
  readonly repeats: number;
  /** Chunks from the board that were neither frames nor text. */
  readonly damaged: number;
  /** Replies that came a second time or too late. */
  readonly stale: number;
}

/** What one of several boards did of a validation. */
export interface PortShare {
  /** Its port. */
  readonly port: string;
  /** How many of the samples it ran. */
  readonly samples: number;
  /** Why it was lost in the middle, in which case the others ran its samples; null where it was not. */
  readonly lost: string | null;
  readonly link: LinkStatistics;
}

/** An output of one sample in which the board and the host differ. */
export interface Mismatch {
  /** Which sample, from 0. */
  readonly sample: number;
  /** Which of the network's outputs, from 0. */
  readonly output: number;
  /** The first byte of that output that differs, from 0. */
  readonly firstByte: number;
  /** That byte on the board and on the host, 0 to 255. */
  readonly board: number;
  readonly host: number;
}

/** How long single inferences took on the board. */
export interface LatencyStatistics {
  /** `instructions (QEMU)` or `us`, as the board's file says. */
  readonly unit: string;
  readonly min: number;
  readonly median: number;
  /** 95 % of the inferences took at most this. */
  readonly p95: number;
  readonly max: number;
}

/** What one operator takes of an inference. */
export interface OperatorLatency {
  /** Its place in the network, from 0. */
  readonly index: number;
  /** E.g. CONV_2D. It comes from the model file: a stranger's string. */
  readonly type: string;
  /** In LatencyStatistics.unit. */
  readonly value: number;
  /** Of the sum over all operators, 0 to 1. */
  readonly share: number;
}

/** A figure held against its limit. */
export interface Check {
  readonly name: 'accuracy' | 'agreement' | 'latency';
  /** The least share that passes (accuracy, agreement), or the longest median latency, in its unit. */
  readonly limit: number;
  /** What was measured; for latency, the median. */
  readonly value: number;
  readonly passed: boolean;
}

/** What a validation found. */
export interface ValidationReport {
  /** The board's id. */
  readonly board: string;
  /** The network's name. */
  readonly name: string;
  /** `c` or `tflm`. */
  readonly runtime: string;
  /** How many were run; each counts once. */
  readonly samples: number;
  /** Share of samples whose class the board found, 0 to 1; null without labels. */
  readonly accuracy: number | null;
  /** The same for the host. */
  readonly hostAccuracy: number | null;
  /** Share of samples whose every output byte equals the host's, 0 to 1; null where the host cannot compute the network. */
  readonly agreement: number | null;
  /** Why there is no agreement. */
  readonly notCompared?: string;
  /** The first few. */
  readonly mismatches: readonly Mismatch[];
  readonly latency: LatencyStatistics;
  /** In the network's order. */
  readonly ops: readonly OperatorLatency[];
  /** Bytes that the network needs besides the stack. */
  readonly ramBytes: number;
  /** The most stack that was in use, in bytes, on any of the boards; null where the board cannot tell. */
  readonly stackBytes: number | null;
  /** How much stack there is, in bytes; null where the board cannot tell. */
  readonly stackSize: number | null;
  /** Of all boards together. */
  readonly link: LinkStatistics;
  /** What each board did, in the order in which they were named; only where several shared the samples. */
  readonly ports?: readonly PortShare[];
  readonly checks: readonly Check[];
  /** True where all checks did. */
  readonly passed: boolean;
}
