/** Serial ports without hardware: pseudo-terminals with a program behind them. Python has what Node lacks for it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** True where pseudo-terminals can be made. */
export const hasPty = spawnSync('python3', ['-c', 'import pty, os; pty.openpty()']).status === 0;

const bridge = fileURLToPath(new URL('../link/fixtures/pty-bridge.py', import.meta.url));

/** A port with a program behind it. */
export interface PtyPort {
  readonly path: string;
  /** Pulls the cable. */
  unplug(): Promise<void>;
}

/** Starts a program behind a new port. */
export async function openPty(program: string, args: readonly string[] = []): Promise<PtyPort> {
  const child: ChildProcess = spawn('python3', [bridge, program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return {
    path: line.toString().trim(),
    async unplug() {
      child.stdin!.end();
      await ended;
    },
  };
}
