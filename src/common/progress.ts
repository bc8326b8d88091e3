/**
 * How a stage tells of its progress. Stages never print: they are handed one of these, and the command that
 * called them decides what a person sees (src/report).
 */
export interface Progress {
  /** Begins a step, e.g. ('calibrating', 100). `total` is in the step's own units; none if unknown. */
  start(label: string, total?: number): void;
  /** Says that `done` units of the current step are finished. */
  update(done: number): void;
  /** Ends the current step. */
  finish(): void;
}

/** Swallows everything: for library callers, `--quiet`, `--json` and output that is no terminal. */
export const silent: Progress = {
  start() {},
  update() {},
  finish() {},
};
