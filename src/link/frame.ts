/** Frames of the link protocol (docs/PROTOCOL.md): header, payload, CRC, and what they look like on the line. */
import { cobsDecode, cobsEncode } from './cobs.ts';
import { crc32 } from './crc32.ts';

/** The version of the protocol that this tool speaks. */
export const PROTOCOL_VERSION = 1;

const HEADER_BYTES = 4;
const CRC_BYTES = 4;

/** A request or a reply. */
export interface Frame {
  /** 0 to 255. */
  readonly version: number;
  /** 0 to 255. */
  readonly type: number;
  /** 0 to 65535. */
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** The bytes that go over the line, with a delimiter on either side. */
export function encodeFrame({ version, type, sequence, payload }: Frame): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, version);
  view.setUint8(1, type);
  view.setUint16(2, sequence, true);
  bytes.set(payload, HEADER_BYTES);
  const end = HEADER_BYTES + payload.length;
  view.setUint32(end, crc32(bytes.subarray(0, end)), true);
  const stuffed = cobsEncode(bytes);
  const line = new Uint8Array(stuffed.length + 2);
  line.set(stuffed, 1);
  return line;
}

/** The frame that lies between two delimiters, which are not among `bytes`; undefined if none does. */
export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  const frame = cobsDecode(bytes);
  if (frame === undefined || frame.length < HEADER_BYTES + CRC_BYTES) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const end = frame.length - CRC_BYTES;
  if (view.getUint32(end, true) !== crc32(frame.subarray(0, end))) return undefined;
  return {
    version: view.getUint8(0),
    type: view.getUint8(1),
    sequence: view.getUint16(2, true),
    payload: frame.slice(HEADER_BYTES, end),
  };
}
