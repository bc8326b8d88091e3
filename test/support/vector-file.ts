/**
 * The files in test/conformance/vectors: for each operator, networks of that one operator, what they were fed with,
 * and the bytes that TFLM gave for it.
 *
 * A file is gzip over: the length of the header (uint32, little-endian), the header (JSON), then all the byte
 * arrays that the header counts, one after the other.
 */
import { gunzipSync, gzipSync } from 'fflate';

/** One network with its inputs and TFLM's outputs. */
export interface Vector {
  /** Says what the case is about. */
  readonly name: string;
  /** The .tflite file. */
  readonly model: Uint8Array;
  /** True where the samples are run one after the other, and state stays; otherwise each is run from a reset. */
  readonly sequence?: boolean;
  /** For each sample, the bytes of each input. */
  readonly inputs: readonly (readonly Uint8Array[])[];
  /** For each sample, the bytes of each output; empty where TFLM refused the network. */
  readonly outputs: readonly (readonly Uint8Array[])[];
  /** Where TFLM refused: preparing, invoking, or by ending the process. */
  readonly refused?: 'prepare' | 'invoke' | 'abort';
}

interface Entry {
  readonly name: string;
  readonly model: number;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly sequence?: boolean;
  readonly refused?: 'prepare' | 'invoke' | 'abort';
}

/** Packs vectors into a file's bytes. */
export function encodeVectors(vectors: readonly Vector[]): Uint8Array {
  const blobs: Uint8Array[] = [];
  const put = (bytes: Uint8Array): number => {
    blobs.push(bytes);
    return bytes.length;
  };
  const entries = vectors.map((vector) => ({
    name: vector.name,
    model: put(vector.model),
    inputs: vector.inputs.map((sample) => sample.map(put)),
    outputs: vector.outputs.map((sample) => sample.map(put)),
    ...(vector.sequence && { sequence: true }),
    ...(vector.refused && { refused: vector.refused }),
  }));
  const header = new TextEncoder().encode(JSON.stringify(entries));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return gzipSync(Buffer.concat([length, header, ...blobs]), { level: 9, mtime: 0 });
}

/** Unpacks a file's bytes. */
export function decodeVectors(file: Uint8Array): Vector[] {
  const bytes = gunzipSync(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 4 + view.getUint32(0, true);
  const take = (length: number): Uint8Array => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const entries = JSON.parse(new TextDecoder().decode(bytes.subarray(4, at))) as Entry[];
  return entries.map((entry) => ({
    ...entry,
    model: take(entry.model),
    inputs: entry.inputs.map((sample) => sample.map(take)),
    outputs: entry.outputs.map((sample) => sample.map(take)),
  }));
}
