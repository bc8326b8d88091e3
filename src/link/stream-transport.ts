/** A transport over Node's streams: what sockets and pipes have in common. */
import type { Readable, Writable } from 'node:stream';
import type { TflqError } from '../common/errors.ts';
import type { SerialControl, Transport } from './transport.ts';

/** What a stream transport is made of. */
export interface StreamTransportParts {
  readonly name: string;
  readonly control?: SerialControl;
  readonly readable: Readable;
  readonly writable: Writable;
  /** As Transport's. */
  readonly said?: () => readonly string[];
  /** Resolves to the reason when the line has gone. */
  readonly gone: Promise<TflqError>;
  /** Gives everything back. Never rejects. */
  readonly release: () => Promise<void>;
}

/** Makes a transport of streams whose errors are reported through `gone`. */
export function streamTransport({
  name,
  control,
  readable,
  writable,
  said = () => [],
  gone,
  release,
}: StreamTransportParts): Transport {
  let isClosed = false;
  return {
    name,
    control,
    listen(listener) {
      readable.on('data', (bytes: Uint8Array) => {
        if (!isClosed) listener.data(bytes);
      });
      void gone.then((reason) => {
        if (!isClosed) listener.closed(reason);
      });
    },
    write(bytes) {
      return new Promise((resolve) => {
        writable.write(bytes, () => resolve());
      });
    },
    said,
    async close() {
      isClosed = true;
      await release();
    },
  };
}
