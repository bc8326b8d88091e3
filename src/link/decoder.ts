/** Tells frames, text and damage apart in what comes from a board. */
import { decodeFrame, type Frame } from './frame.ts';
import { printableLines } from './text.ts';

/** More than any frame may have: what goes on longer without a delimiter is text, or noise. */
const LONGEST_CHUNK = 80_000;

/** What a decoder finds. */
export interface DecoderListener {
  /** An undamaged frame, of whichever version. */
  frame(frame: Frame): void;
  /** One line of text, without its end and without control characters. */
  text(line: string): void;
  /** Bytes that are neither. */
  damage(): void;
}

/** Takes the line in pieces of any size. */
export class FrameDecoder {
  readonly #listener: DecoderListener;
  #chunk = new Uint8Array(1024);
  #length = 0;

  constructor(listener: DecoderListener) {
    this.#listener = listener;
  }

  /** Takes the next bytes from the line and tells the listener what they complete. */
  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const delimiter = rest.indexOf(0);
      const part = delimiter < 0 ? rest : rest.subarray(0, delimiter);
      this.#append(part);
      if (delimiter < 0) {
        if (this.#length > LONGEST_CHUNK) this.#finish(false);
        return;
      }
      this.#finish(true);
      rest = rest.subarray(delimiter + 1);
    }
  }

  /**
   * Hands over text that no delimiter has followed yet, as far as it is text. For when the line has gone silent: a
   * board that crashes leaves a message and nothing after it.
   *
   * @returns false where there is something else, which stays
   */
  flushText(): boolean {
    const lines = printableLines(this.#chunk.subarray(0, this.#length));
    if (lines === undefined) return false;
    this.#length = 0;
    for (const line of lines) this.#listener.text(line);
    return true;
  }

  #append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#chunk.length) {
      const larger = new Uint8Array(2 * (this.#length + bytes.length));
      larger.set(this.#chunk.subarray(0, this.#length));
      this.#chunk = larger;
    }
    this.#chunk.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #finish(mayBeFrame: boolean): void {
    const chunk = this.#chunk.subarray(0, this.#length);
    this.#length = 0;
    if (chunk.length === 0) return;
    const frame = mayBeFrame ? decodeFrame(chunk) : undefined;
    if (frame !== undefined) {
      this.#listener.frame(frame);
      return;
    }
    const lines = printableLines(chunk);
    if (lines === undefined) this.#listener.damage();
    else for (const line of lines) this.#listener.text(line);
  }
}
