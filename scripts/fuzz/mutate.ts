/** Damages files: bytes anywhere, numbers of JSON texts, entries of archives. */
import { unzipSync, zipSync } from 'fflate';
import { randomNumbers } from '../../test/support/random.ts';

/** Numbers that files should not hold. */
const BYTES = [0, 1, 0x7f, 0x80, 0xff];
const WORDS = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 24, 65536];
const JSON_VALUES = [
  '0',
  '-1',
  '1e9',
  '4294967296',
  '1e308',
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '[[]]',
  '"../../x"',
];

/** Draws from one seed. */
export class Mutator {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = randomNumbers(seed);
  }

  integer(below: number): number {
    return Math.floor(this.#next() * below);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(values.length)]!;
  }

  /** A damaged copy of a file. */
  mutate(bytes: Uint8Array): Uint8Array {
    if (isZip(bytes) && this.#next() < 0.7) return this.#inArchive(bytes);
    if (isJson(bytes) && this.#next() < 0.7) return this.#inJson(bytes);
    // Not slice(): of a Buffer, that is no copy.
    let damaged: Uint8Array = Uint8Array.from(bytes);
    const times = this.pick([1, 1, 2, 4, 16]);
    for (let k = 0; k < times; k++) damaged = this.#inBytes(damaged);
    return damaged;
  }

  #inBytes(bytes: Uint8Array): Uint8Array {
    if (bytes.length === 0) return Uint8Array.of(this.integer(256));
    const at = this.integer(bytes.length);
    switch (this.integer(7)) {
      case 0:
        bytes[at]! ^= 1 << this.integer(8);
        return bytes;
      case 1:
        bytes[at] = this.pick(BYTES);
        return bytes;
      case 2:
        bytes[at] = this.integer(256);
        return bytes;
      case 3: {
        if (at + 4 > bytes.length) return bytes;
        new DataView(bytes.buffer, bytes.byteOffset).setInt32(at, this.pick(WORDS), true);
        return bytes;
      }
      case 4:
        return this.#next() < 0.2 ? bytes.slice(0, at) : bytes;
      case 5: {
        const other = this.integer(bytes.length);
        const length = Math.min(this.pick([1, 4, 16, 64]), bytes.length - Math.max(at, other));
        bytes.copyWithin(at, other, other + length);
        return bytes;
      }
      default: {
        const inserted = Uint8Array.from({ length: this.pick([1, 2, 4]) }, () => this.integer(256));
        return Uint8Array.from([...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at)]);
      }
    }
  }

  /** Replaces one value of a JSON text, or leaves a piece out. */
  #inJson(bytes: Uint8Array): Uint8Array {
    const text = Buffer.from(bytes).toString('utf8');
    const values = [...text.matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?|"(?:[^"\\]|\\.)*"|true|false|null/g)];
    if (values.length === 0) return bytes;
    const found = this.pick(values);
    const replacement = this.#next() < 0.7 ? this.pick(JSON_VALUES) : this.pick(values)[0];
    const mutated = text.slice(0, found.index) + replacement + text.slice(found.index + found[0].length);
    return new Uint8Array(Buffer.from(mutated));
  }

  /** Damages one entry and packs the archive again, so that its checksums hold. */
  #inArchive(bytes: Uint8Array): Uint8Array {
    const entries = unzipSync(bytes);
    const names = Object.keys(entries);
    const name = this.pick(names);
    return zipSync({ ...entries, [name]: this.mutate(entries[name]!) }, { level: 0 });
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

function isJson(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7b;
}
