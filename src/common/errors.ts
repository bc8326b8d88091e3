/**
 * The one kind of error a user meets. It says what is wrong, where, and what to do next, and carries the
 * exit code of its kind. Whatever else is thrown is a bug of ours.
 */

/** Exit codes by kind of failure; they are part of the public interface (docs/EXIT-CODES.md). */
export const EXIT = {
  /** An error that we did not foresee: a bug of ours. */
  internal: 1,
  /** A flag, an argument or a combination of them is wrong. */
  usage: 2,
  /** The model file cannot be read, is damaged, or holds what we cannot handle. */
  model: 3,
  /** Representative, test or label data is missing, damaged or does not fit the model. */
  data: 4,
  /** The model does not fit the board. */
  fit: 5,
  /** The project folder is missing, damaged, not empty, or was edited. */
  project: 6,
  /** A tool is missing: a compiler, an emulator, make. */
  tool: 7,
  /** The firmware's build failed. */
  build: 8,
  /** The port is absent, busy, silent or went away. */
  link: 9,
  /** The board carries another model or another protocol version. */
  firmware: 10,
  /** A threshold was not met: accuracy, agreement with the host, latency. */
  threshold: 11,
  /** The board's description is unknown or wrong. */
  board: 12,
  /** The user interrupted the run (128 + SIGINT). */
  interrupted: 130,
} as const;

/** A kind of failure, the key of its exit code. */
export type ErrorKind = keyof typeof EXIT;

/** What an error may tell besides its message. */
export interface ErrorDetails {
  /** Where: the file, tensor, operator, port or flag. */
  readonly where?: string;
  /** What the user can do next, as one or two sentences. */
  readonly hint?: string;
  /** The error underneath, kept for debugging and never shown by itself. */
  readonly cause?: unknown;
}

/** An error meant for the user's eyes. */
export class TflqError extends Error {
  override readonly name = 'TflqError';
  readonly kind: ErrorKind;
  readonly where: string | undefined;
  readonly hint: string | undefined;

  /**
   * @param kind the kind of failure, which decides the exit code
   * @param message what is wrong, as one sentence without a final full stop
   */
  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.where = details.where;
    this.hint = details.hint;
  }

  /** The process's exit code for this error. */
  get exitCode(): number {
    return EXIT[this.kind];
  }
}
