/** The work of `monitor`: whom to listen to, and how a line is shown. */
import { findBoard } from '../boards/index.ts';
import type { Board } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';
import { readManifest } from '../emit/index.ts';
import { openTransport } from '../link/index.ts';
import { monitorLine } from '../link/monitor.ts';
import { findProject } from './find-project.ts';

/** What `monitor` was asked for. */
export interface MonitorRequest {
  readonly dir: string | undefined;
  readonly board: string | undefined;
  readonly port: string | undefined;
  readonly baud: number | undefined;
  /** Is told which serial port was taken, in words, where none was named. */
  readonly onChoice: (port: string) => void;
  /** Is told each line, and the milliseconds since the line was opened. */
  readonly onLine: (text: string, ms: number) => void;
  /** Is told once that something came which is no text, and the speed. */
  readonly onNoise: (baud: number) => void;
  readonly signal: AbortSignal;
}

/** A project's board, the named one, or, where there is only a port, one of which nothing else matters. */
async function whose({ dir, board, port }: MonitorRequest): Promise<{ dir: string; board: Board }> {
  if (board !== undefined && dir === undefined) return { dir: '.', board: await findBoard(board) };
  try {
    const project = await findProject(dir);
    return { dir: project, board: (await readManifest(project)).board };
  } catch (error) {
    const isNoProject = error instanceof TflqError && error.kind === 'project' && dir === undefined;
    if (!isNoProject || port === undefined) throw error;
    const any = await findBoard('host');
    return { dir: '.', board: { ...any, link: { transport: 'serial', baud: 115_200 } } };
  }
}

/**
 * Shows what a board prints until the signal ends it.
 *
 * @throws TflqError as openTransport; 'link' when the line goes away
 */
export async function monitorBoard(request: MonitorRequest): Promise<void> {
  const { port, signal, onChoice, onLine, onNoise } = request;
  const { dir, board } = await whose(request);
  const baud = request.baud ?? board.link.baud;
  const serial = { baud, parity: 'none' } as const;
  const line = await openTransport(dir, { board }, { port, serial, onChoice, signal });
  const began = performance.now();
  let isNoisy = false;
  try {
    await monitorLine(
      line,
      {
        text: (text) => onLine(text, performance.now() - began),
        noise() {
          if (!isNoisy) onNoise(baud);
          isNoisy = true;
        },
      },
      signal,
    );
  } finally {
    await line.close();
  }
}
