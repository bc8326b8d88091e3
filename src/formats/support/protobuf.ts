/**
 * Messages of protocol buffers, read by what we say of their fields: `{ name: one(STRING, 1), nodes: many(message(NODE), 2) }`.
 * Field numbers are those of the format's documentation. Fields that are not declared are skipped.
 *
 * Nothing of the file is trusted: how deep messages lie in each other and how much is made of a file is bounded.
 */
import type { BinaryReader } from '@bufbuild/protobuf/wire';
import { TflqError } from '../../common/errors.ts';
import { remember } from '../../common/remember.ts';

/** How a value lies in the file: the low three bits of its tag. */
const WIRE = { varint: 0, bits64: 1, bytes: 2, bits32: 5 } as const;

/** What one value of a field is read as. */
interface Kind<T> {
  readonly wire: number;
  /** True for numbers, which lists may hold packed. */
  readonly packable: boolean;
  read(reader: BinaryReader, decoder: Decoder): T;
}

/** A field of a message: its number, and whether there may be several values. */
interface Field<T> {
  readonly no: number;
  readonly kind: Kind<unknown>;
  readonly many: boolean;
  /** Never there: it carries the type of the value. */
  readonly value?: T;
}

/** A message: its fields by the names that we give them. */
export type Message = Readonly<Record<string, Field<unknown>>>;

/** What a message is decoded to: a list for `many`, a value or undefined for `one`. */
export type Decoded<M extends Message> = {
  readonly [K in keyof M]: M[K] extends Field<infer T> ? T : never;
};

function number(wire: number, read: (reader: BinaryReader) => number | bigint | string): Kind<number> {
  return { wire, packable: true, read: (reader) => Number(read(reader)) };
}

/** Signed integers of 32 bits, and enumerations. */
export const INT32 = number(WIRE.varint, (reader) => Number(BigInt.asIntN(32, BigInt(reader.int64()))));
/** Signed integers of 64 bits; beyond 2^53 they are rounded. */
export const INT64 = number(WIRE.varint, (reader) => reader.int64());
/** Unsigned integers of 64 bits; beyond 2^53 they are rounded. */
export const UINT64 = number(WIRE.varint, (reader) => reader.uint64());
/** Single precision. */
export const FLOAT = number(WIRE.bits32, (reader) => reader.float());
/** Double precision. */
export const DOUBLE = number(WIRE.bits64, (reader) => reader.double());
/** Truth values. */
export const BOOL: Kind<boolean> = {
  wire: WIRE.varint,
  packable: true,
  read: (reader) => reader.bool(),
};
/** Text; what is no UTF-8 is replaced. */
export const STRING: Kind<string> = {
  wire: WIRE.bytes,
  packable: false,
  read: (reader, decoder) => {
    decoder.count('parts');
    return reader.string();
  },
};
/** Bytes, as a view of the file. */
export const BYTES: Kind<Uint8Array> = {
  wire: WIRE.bytes,
  packable: false,
  read: (reader, decoder) => {
    decoder.count('parts');
    return reader.bytes();
  },
};

/** A message within a message. A function where the two contain each other. */
export function message<M extends Message>(fields: M): Kind<Decoded<M>>;
export function message<T>(fields: () => Message): Kind<T>;
export function message(fields: Message | (() => Message)): Kind<unknown> {
  return {
    wire: WIRE.bytes,
    packable: false,
    read: (reader, decoder) =>
      decoder.within(reader.bytes(), typeof fields === 'function' ? fields() : fields),
  };
}

/** A field of at most one value: the last one that the file gives. */
export function one<T>(kind: Kind<T>, no: number): Field<T | undefined> {
  return { no, kind, many: false };
}

/** A field of any number of values, packed or not. */
export function many<T>(kind: Kind<T>, no: number): Field<T[]> {
  return { no, kind, many: true };
}

/** The most that is made of a file: messages, texts and byte strings; numbers in lists; messages within messages. */
const LIMITS = { parts: 500_000, numbers: 2 ** 24, depth: 64 } as const;

/** A message's fields by their numbers. */
const numbered = remember(
  (fields: Message) => new Map(Object.entries(fields).map((entry) => [entry[1].no, entry])),
);

/** What all messages of a file share: the reader's class, and what was read so far. */
class Decoder {
  readonly #Reader: typeof BinaryReader;
  readonly #counts = { parts: 0, numbers: 0 };
  #depth = 0;

  constructor(Reader: typeof BinaryReader) {
    this.#Reader = Reader;
  }

  count(what: 'parts' | 'numbers'): void {
    this.#counts[what]++;
    if (this.#counts[what] > LIMITS[what]) throw new Error(`it has more than ${LIMITS[what]} ${what}`);
  }

  /** Reads a message. */
  within(bytes: Uint8Array, fields: Message): unknown {
    this.count('parts');
    if (this.#depth >= LIMITS.depth) throw new Error('its parts lie too deep in each other');
    this.#depth++;
    const result: Record<string, unknown> = {};
    const byNumber = numbered(fields);
    for (const [name, field] of byNumber.values()) result[name] = field.many ? [] : undefined;
    const reader = new this.#Reader(bytes);
    while (reader.pos < reader.len) {
      const [no, wire] = reader.tag();
      const known = byNumber.get(no);
      if (known === undefined) reader.skip(wire, no, LIMITS.depth);
      else this.#field(reader, wire, known[1], result, known[0]);
      if (reader.pos > reader.len) throw new Error('it ends early');
    }
    this.#depth--;
    return result;
  }

  #field(
    reader: BinaryReader,
    wire: number,
    { kind, many: list, no }: Field<unknown>,
    result: Record<string, unknown>,
    name: string,
  ): void {
    const packed = list && kind.packable && wire === WIRE.bytes;
    if (!packed && wire !== kind.wire) throw new Error(`its field ${no} is of wire type ${wire}`);
    if (!list) {
      result[name] = kind.read(reader, this);
      return;
    }
    const values = result[name] as unknown[];
    const inner = packed ? new this.#Reader(reader.bytes()) : reader;
    const end = packed ? inner.len : inner.pos + 1;
    while (inner.pos < end) {
      if (kind.packable) this.count('numbers');
      values.push(kind.read(inner, this));
    }
    if (inner.pos > inner.len) throw new Error('it ends early');
  }
}

/**
 * Reads a file of one message.
 *
 * @throws TflqError('model') where it is damaged or beyond all measure; without the file, which the caller knows
 */
export async function decodeProtobuf<M extends Message>(bytes: Uint8Array, fields: M): Promise<Decoded<M>> {
  const { BinaryReader: Reader } = await import('@bufbuild/protobuf/wire');
  try {
    return new Decoder(Reader).within(bytes, fields) as Decoded<M>;
  } catch (cause) {
    if (cause instanceof TflqError) throw cause;
    throw new TflqError('model', `the file is damaged: ${(cause as Error).message}`, {
      hint: 'Fetch or export it again.',
      cause,
    });
  }
}

/** The numbers and wire types of a message's fields, as far as the bytes go on being sound: to recognize a file by. */
export function fieldsOf(bytes: Uint8Array, most: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  for (let k = 0; k < most && at < bytes.length; k++) {
    const tag = varint();
    const wire = tag % 8;
    if (!(tag >= 8 && tag < 2 ** 32) || wire === 3 || wire === 4 || wire > 5) break;
    found.set(Math.floor(tag / 8), wire);
    const value = wire === 0 || wire === 2 ? varint() : wire === 1 ? 8 : 4;
    if (Number.isNaN(value)) break;
    if (wire !== 0) at += value;
  }
  return found;
}
