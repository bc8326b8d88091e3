/** A line to a boot ROM as its protocol sees it: bytes out, so many bytes in within a time. */
import { TflqError } from '../common/errors.ts';
import type { Transport } from '../link/transport.ts';

/** A line that is read with a time limit. Every call throws TflqError('link') once the line has gone. */
export interface ByteLine {
  /** What messages call it. */
  readonly name: string;
  /** Sends bytes. Resolves when they are on their way. */
  write(bytes: Uint8Array): Promise<void>;
  /** The next `count` bytes; fewer where no more came in time. */
  read(count: number, limitMs: number): Promise<Uint8Array>;
  /** Throws away what has come and was not read. */
  discard(): Promise<void>;
}

/** A board that hangs takes no bytes at all: not longer than this. */
const WRITE_LIMIT_MS = 10_000;

const AGAIN = 'Run the same command again: it begins anew.';

/**
 * Reads a transport that way. The caller closes it.
 *
 * @param signal makes every call throw TflqError('interrupted')
 */
export function byteLine(line: Transport, signal?: AbortSignal): ByteLine {
  let come: Buffer = Buffer.alloc(0);
  let lost: TflqError | undefined;
  let wake = (): void => {};
  const lose = (reason: TflqError): void => {
    lost ??= reason;
    wake();
  };
  line.listen({
    data(bytes) {
      come = Buffer.concat([come, bytes]);
      wake();
    },
    closed: lose,
  });
  const abort = (): void =>
    lose(new TflqError('interrupted', 'flashing was interrupted', { where: line.name, hint: AGAIN }));
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();

  /** Waits until `done`, the limit, or the end of the line. */
  const wait = (limitMs: number, done: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(alarm);
        wake = () => {};
        if (lost === undefined) resolve();
        else reject(lost);
      };
      const alarm = setTimeout(settle, limitMs);
      wake = () => {
        if (lost !== undefined || done()) settle();
      };
      wake();
    });

  return {
    name: line.name,
    async write(bytes) {
      let isSent = false;
      void line.write(bytes).then(() => {
        isSent = true;
        wake();
      });
      await wait(WRITE_LIMIT_MS, () => isSent);
      if (isSent) return;
      throw new TflqError('link', 'the port takes no bytes', { where: line.name, hint: AGAIN });
    },
    async read(count, limitMs) {
      await wait(limitMs, () => come.length >= count);
      const bytes = come.subarray(0, count);
      come = come.subarray(count);
      return bytes;
    },
    async discard() {
      await wait(0, () => true);
      come = Buffer.alloc(0);
    },
  };
}
