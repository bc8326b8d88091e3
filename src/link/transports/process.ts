/** The host board: the flashed firmware as a child process, its standard input and output as the line. */
import { startChild } from '../child.ts';
import { flashedImage } from '../flashed-image.ts';
import { streamTransport } from '../stream-transport.ts';
import type { TransportKind } from '../transport.ts';

/** The firmware ends by itself when its input does; one that computes for ever is not waited for. */
const PATIENCE_MS = 200;

export const childProcess: TransportKind = {
  opens: () => false,

  async open({ dir }) {
    const image = await flashedImage(dir);
    const child = await startChild('the firmware', image, []);
    return streamTransport({
      name: image,
      readable: child.process.stdout!,
      writable: child.process.stdin!,
      said: child.said,
      gone: child.ended,
      release: () => child.end(PATIENCE_MS),
    });
  },
};
