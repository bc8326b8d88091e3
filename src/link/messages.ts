/** What frames say: the requests, replies and errors of docs/PROTOCOL.md. */

/** Types of requests. */
export const REQUEST = {
  hello: 1,
  tensors: 2,
  write: 3,
  invoke: 4,
  read: 5,
  profile: 6,
  stack: 7,
  reset: 8,
} as const;

/** A request's name. */
export type RequestName = keyof typeof REQUEST;

/** What the type of a request's reply is above the request's. */
export const REPLY = 0x80;

/** The type of a reply that reports an error. */
export const ERROR_REPLY = 0xff;

/** Codes of errors. */
export const ERROR_CODE = {
  version: 1,
  unknown: 2,
  length: 3,
  range: 4,
  order: 5,
  init: 6,
  invoke: 7,
} as const;

/** The fixed fields before the bytes of an INVOKE, a PROFILE, a WRITE. */
export const INVOKE_FIELDS_BYTES = 8;
export const PROFILE_FIELDS_BYTES = 12;
export const WRITE_FIELDS_BYTES = 4;

/** The fixed fields at the front of the replies to INVOKE and PROFILE. */
export const RUN_REPLY_FIELDS_BYTES = 8;

const TENSOR_ENTRY_BYTES = 5;
const HASH_BYTES = 16;

/** What a board says of itself. */
export interface Hello {
  /** The first 16 bytes of the model's SHA-256, in hexadecimal. */
  readonly modelHash: string;
  readonly modelName: string;
  /** `c` or `tflm`. */
  readonly runtime: string;
  readonly tickHz: number;
  /** Bytes that the network needs besides the stack. */
  readonly ramBytes: number;
  /** What the network's init returned; 0 is success. */
  readonly initStatus: number;
  /** Bytes of the longest payload in either direction. */
  readonly payloadLimit: number;
  readonly opCount: number;
  readonly inputCount: number;
  readonly outputCount: number;
}

/** A tensor as the board knows it. */
export interface TensorEntry {
  readonly bytes: number;
  /** By the numbers of TFLite's TensorType. */
  readonly dtype: number;
}

/** An error that a board reports. */
export interface ErrorReply {
  readonly code: number;
  readonly value: number;
}

function viewOf(payload: Uint8Array): DataView {
  return new DataView(payload.buffer, payload.byteOffset, payload.length);
}

/** 32-bit numbers, little-endian, followed by bytes. */
export function words(values: readonly number[], bytes: Uint8Array = new Uint8Array(0)): Uint8Array {
  const payload = new Uint8Array(4 * values.length + bytes.length);
  const view = viewOf(payload);
  values.forEach((value, index) => {
    view.setUint32(4 * index, value, true);
  });
  payload.set(bytes, 4 * values.length);
  return payload;
}

/** The 32-bit numbers that a payload consists of from `offset` on; bytes that are left over are ignored. */
export function readWords(payload: Uint8Array, offset = 0): number[] {
  const view = viewOf(payload);
  const values: number[] = [];
  for (let at = offset; at + 4 <= payload.length; at += 4) values.push(view.getUint32(at, true));
  return values;
}

/** The payload of READ. */
export function readRequest(offset: number, count: number): Uint8Array {
  return words([offset], Uint8Array.of(count & 255, count >> 8));
}

/** The payload of TENSORS. */
export function tensorsRequest(first: number): Uint8Array {
  return Uint8Array.of(first & 255, first >> 8);
}

/** Reads the reply to HELLO; undefined where it is too short. */
export function parseHello(payload: Uint8Array): Hello | undefined {
  const fixed = HASH_BYTES + 20;
  if (payload.length < fixed + 2) return undefined;
  const view = viewOf(payload);
  const text = (at: number): string =>
    new TextDecoder().decode(payload.subarray(at + 1, at + 1 + (payload[at] ?? 0)));
  return {
    modelHash: Buffer.from(payload.subarray(0, HASH_BYTES)).toString('hex'),
    tickHz: view.getUint32(16, true),
    ramBytes: view.getUint32(20, true),
    initStatus: view.getInt32(24, true),
    payloadLimit: view.getUint16(28, true),
    opCount: view.getUint16(30, true),
    inputCount: view.getUint16(32, true),
    outputCount: view.getUint16(34, true),
    runtime: text(fixed),
    modelName: text(fixed + 1 + payload[fixed]!),
  };
}

/** Reads the reply to TENSORS. */
export function parseTensors(payload: Uint8Array): TensorEntry[] {
  const view = viewOf(payload);
  const entries: TensorEntry[] = [];
  for (let at = 0; at + TENSOR_ENTRY_BYTES <= payload.length; at += TENSOR_ENTRY_BYTES)
    entries.push({ bytes: view.getUint32(at, true), dtype: view.getUint8(at + 4) });
  return entries;
}

/** Reads an ERROR; what is missing counts as 0. */
export function parseError(payload: Uint8Array): ErrorReply {
  return { code: payload[0] ?? 0, value: readWords(payload, 1)[0] ?? 0 };
}
