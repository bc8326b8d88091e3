/** Progress on a terminal: one line on standard error that is redrawn and disappears again. */
import { type Progress, silent } from '../common/progress.ts';
import { formatBar } from './bar.ts';
import { formatInteger } from './format.ts';
import { harmless } from './text-width.ts';

/** A step that is done sooner shows nothing. */
const PATIENCE_MS = 1000;

/** Between two drawings. */
const REDRAW_MS = 100;

const BAR_COLUMNS = 24;
const CLEAR_LINE = '\r\x1b[2K';

/** What of a terminal's stream is used. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** The step under way. */
interface Step {
  readonly label: string;
  readonly total: number | undefined;
  readonly began: number;
  readonly timer: NodeJS.Timeout;
  done: number;
  drawn: number | undefined;
}

function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')} min`;
}

/** What a step's line says, after `elapsed` milliseconds. */
function lineOf({ label, total, done }: Step, elapsed: number): string {
  if (total === undefined || total <= 0) return `${label} … ${timeText(elapsed / 1000)}`;
  const share = Math.min(1, done / total);
  const bar = formatBar(share, BAR_COLUMNS).padEnd(BAR_COLUMNS, '·');
  const count = `${formatInteger(done)} of ${formatInteger(total)}`;
  const left = done > 0 ? `  ${timeText((elapsed * (1 - share)) / share / 1000)} left` : '';
  return `${label}  ${bar}  ${count}${left}`;
}

/**
 * Progress for people: a bar with a count and the time left, for steps that take longer than a second. Whatever is
 * no terminal gets nothing. A step that ends by an error needs `finish` too, or its line stays.
 */
export function terminalProgress(stream: ProgressStream = process.stderr): Progress {
  if (stream.isTTY !== true) return silent;
  let step: Step | undefined;

  const draw = (): void => {
    if (step === undefined) return;
    const now = performance.now();
    if (now - step.began < PATIENCE_MS || now - (step.drawn ?? 0) < REDRAW_MS) return;
    step.drawn = now;
    // One column stays free: some terminals begin a new line after the last.
    stream.write(CLEAR_LINE + harmless(lineOf(step, now - step.began), (stream.columns ?? 80) - 1));
  };

  const finish = (): void => {
    if (step === undefined) return;
    clearInterval(step.timer);
    if (step.drawn !== undefined) stream.write(CLEAR_LINE);
    step = undefined;
  };

  return {
    start(label, total) {
      finish();
      // Steps that compute without a pause are drawn by `update`, those that wait by the timer.
      const timer = setInterval(draw, REDRAW_MS).unref();
      step = { label, total, began: performance.now(), timer, done: 0, drawn: undefined };
    },
    update(done) {
      if (step === undefined) return;
      step.done = done;
      draw();
    },
    finish,
  };
}
