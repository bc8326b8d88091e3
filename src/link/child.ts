/** Programs that stand for a board: the firmware on the host, an emulator. They end with us, whatever happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { TflqError } from '../common/errors.ts';
import { printableLines } from './text.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** So much of what a program complains is kept, in characters. */
const LONGEST_COMPLAINT = 2000;

const running = new Set<ChildProcess>();

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

/** Where nobody else handles the signal, it ends this process, as it would have without us. */
function killAllOn(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  process.removeListener(signal, killAllOn);
  process.kill(process.pid, signal);
}

function guard(child: ChildProcess): void {
  if (running.size === 0) {
    process.on('exit', killAll);
    for (const signal of SIGNALS) process.on(signal, killAllOn);
  }
  running.add(child);
}

function release(child: ChildProcess): void {
  if (!running.delete(child) || running.size > 0) return;
  process.removeListener('exit', killAll);
  for (const signal of SIGNALS) process.removeListener(signal, killAllOn);
}

/** A running program. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves, once it has ended by itself or by `end`, to the error that says how. */
  readonly ended: Promise<TflqError>;
  /** The last lines of its standard error so far. */
  said(): readonly string[];
  /** Closes its input, kills it where that has not ended it within `patienceMs`, and waits for its end. */
  end(patienceMs: number): Promise<void>;
}

/**
 * Starts a program without a shell. Its standard input and output are pipes for the caller; the last of its
 * standard error is kept for the message. It is in a process group of its own, so that Ctrl-C reaches us alone
 * and we can say what was interrupted.
 *
 * @param role what messages call it, e.g. "the emulator"
 * @throws TflqError('tool') when it cannot be started
 */
export async function startChild(role: string, program: string, args: readonly string[]): Promise<Child> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  guard(child);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-LONGEST_COMPLAINT);
  });
  // A program that ends while it is written to: `ended` tells.
  child.stdin.on('error', () => {});

  const said = (): readonly string[] => printableLines(Buffer.from(complaint)) ?? [];
  const ended = new Promise<TflqError>((resolve) => {
    child.once('close', (code, signal) => {
      release(child);
      const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
      const lines = said();
      resolve(
        new TflqError('link', `${role} ${how}`, {
          where: program,
          ...(lines.length > 0 ? { hint: `It said: ${lines.join(' | ')}` } : {}),
        }),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      release(child);
      reject(
        new TflqError('tool', `${role} cannot be started`, { where: program, hint: cause.message, cause }),
      );
    });
  });

  const end = async (patienceMs: number): Promise<void> => {
    child.stdin.end();
    const impatient = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(impatient);
  };
  return { process: child, ended, said, end };
}
