/** Reads along what a board prints, without a word to it. */
import { FrameDecoder } from './decoder.ts';
import type { Transport } from './transport.ts';

/** A line of text whose end has not come after so long is shown as far as it is there. */
const QUIET_MS = 300;

const LINE_FEED = 10;

/** What is told of a board's line. */
export interface MonitorListener {
  /** One line of text, without its end and without control characters. */
  text(line: string): void;
  /** What came is no text: a frame of the link's that was cut, or the wrong speed. */
  noise(): void;
}

/**
 * Tells what comes over a line until the signal ends it. Does not close the line.
 *
 * @throws TflqError as the transport's reason, when the line goes away
 */
export async function monitorLine(
  transport: Transport,
  { text, noise }: MonitorListener,
  signal: AbortSignal,
): Promise<void> {
  const fresh = (): FrameDecoder => new FrameDecoder({ text, damage: noise, frame() {} });
  let decoder = fresh();
  let alarm: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (decoder.flushText()) return;
    decoder = fresh();
    noise();
  };
  const data = (bytes: Uint8Array): void => {
    clearTimeout(alarm);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      decoder.push(bytes.subarray(0, end));
      flush();
    }
    decoder.push(bytes.subarray(end));
    alarm = setTimeout(flush, QUIET_MS);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      transport.listen({
        data,
        closed(reason) {
          flush();
          reject(reason);
        },
      });
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
  } finally {
    clearTimeout(alarm);
  }
}
