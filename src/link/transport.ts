/** What a way to reach a board has to offer. One file in src/link/transports implements each. */
import type { TflqError } from '../common/errors.ts';
import type { LinkManifest } from './link-manifest.ts';

/** Is told what happens on a line. */
export interface TransportListener {
  /** Bytes from the board, in pieces of any size. */
  data(bytes: Uint8Array): void;
  /** The line is gone, and not because `close` was called. Nothing follows. */
  closed(reason: TflqError): void;
}

/** The lines of a serial port that bootloaders listen to. True is asserted, which pulls the pin low. */
export interface SerialSignals {
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** What a serial port can do besides carrying bytes. As with `write`, the caller keeps its own time limits. */
export interface SerialControl {
  /** Changes the speed, in bits per second. */
  setBaud(baud: number): Promise<void>;
  /** Sets both lines at once. Ports without them (pseudo-terminals) refuse, which does no harm. */
  setSignals(signals: SerialSignals): Promise<void>;
  /** The USB ids of the port, where it has some that can be found out. */
  usbIds(): Promise<{ readonly vendor: number; readonly product: number } | undefined>;
}

/** An open line to a board. */
export interface Transport {
  /** What messages call it, e.g. the port's name. */
  readonly name: string;
  /** Where the line is a serial port; absent where it only carries bytes (sockets, pipes). */
  readonly control?: SerialControl | undefined;
  /** Names the listener; called once, right after opening. Nothing that came before is lost. */
  listen(listener: TransportListener): void;
  /**
   * Sends bytes. Resolves when the operating system has taken them all, which may be never: a board that hangs
   * takes none. Never rejects, for the listener is told when the line breaks.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** The last lines that a program behind the line printed beside it (standard error), where it is our child. */
  said?(): readonly string[];
  /** Gives the line back, and ends whatever was started for it. Never rejects; may be called twice. */
  close(): Promise<void>;
}

/** How bytes go over a serial port: 8 data bits, 1 stop bit, and this. */
export interface SerialSettings {
  /** Bits per second. */
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
}

/** What to open. */
export interface TransportTarget {
  /** The project's folder. */
  readonly dir: string;
  readonly manifest: Pick<LinkManifest, 'board'>;
  /** What the user gave as --port; undefined: the board's own way. */
  readonly port: string | undefined;
  /** How a serial port is set; undefined: the board's own speed, no parity. */
  readonly serial?: SerialSettings | undefined;
  /** Is told which serial port was taken, in words, where none was named and just one fits the board. */
  readonly onChoice?: ((port: string) => void) | undefined;
  /** Ends the opening, with TflqError('interrupted'). */
  readonly signal: AbortSignal | undefined;
}

/** A kind of line. */
export interface TransportKind {
  /** True where this kind opens such a --port. The kinds are asked in the order of their list. */
  opens(port: string): boolean;
  /**
   * Opens the line.
   *
   * @throws TflqError('link') when the port is absent, busy or not permitted; 'tool' when a program is missing;
   *   'project' when nothing has been flashed
   */
  open(target: TransportTarget): Promise<Transport>;
}
