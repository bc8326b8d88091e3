/** Writes small ONNX files, sound and unsound ones. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import type { Graph } from '../../../src/graph/graph.ts';

/** A part of a message. */
export type Part = (writer: BinaryWriter) => void;

/** A message within a message, or bytes. */
export function nested(no: number, ...parts: Part[]): Part {
  return (writer) => {
    writer.tag(no, WireType.LengthDelimited).fork();
    for (const part of parts) part(writer);
    writer.join();
  };
}

export function text(no: number, value: string): Part {
  return (writer) => writer.tag(no, WireType.LengthDelimited).string(value);
}

export function bytes(no: number, value: Uint8Array): Part {
  return (writer) => writer.tag(no, WireType.LengthDelimited).bytes(value);
}

export function integer(no: number, value: number | bigint): Part {
  return (writer) => writer.tag(no, WireType.Varint).int64(value);
}

export function float(no: number, value: number): Part {
  return (writer) => writer.tag(no, WireType.Bit32).float(value);
}

/** A message as bytes. */
export function encoded(...parts: Part[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const part of parts) part(writer);
  return writer.finish();
}

const FLOAT = 1;
const INT64 = 7;

/** Parts of a TensorProto. */
export function tensorParts(name: string, dims: readonly number[], type: number, ...data: Part[]): Part[] {
  return [...dims.map((dim) => integer(1, dim)), integer(2, type), text(8, name), ...data];
}

/** An initializer of float32 in raw bytes. */
export function reals(name: string, dims: readonly number[], values: readonly number[]): Part {
  return nested(
    5,
    ...tensorParts(name, dims, FLOAT, bytes(9, new Uint8Array(Float32Array.from(values).buffer))),
  );
}

/** An initializer of int64, as a list. */
export function ints(name: string, values: readonly (number | bigint)[]): Part {
  return nested(5, ...tensorParts(name, [values.length], INT64, ...values.map((value) => integer(7, value))));
}

/** An attribute: integers, a list of them, a real number where `float` is wrapped, or text. */
export type AttributeOf = number | readonly number[] | string | { readonly float: number } | Part;

function attribute(name: string, value: AttributeOf): Part {
  const parts =
    typeof value === 'number'
      ? [integer(3, value)]
      : typeof value === 'string'
        ? [text(4, value)]
        : typeof value === 'function'
          ? [value]
          : 'float' in value
            ? [float(2, value.float)]
            : value.map((item) => integer(8, item));
  return nested(5, text(1, name), ...parts);
}

/** A node of the graph, called as its first output. */
export function node(
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeOf>> = {},
  domain = '',
): Part {
  return nested(
    1,
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, outputs[0] ?? ''),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    text(7, domain),
  );
}

function info(no: number, name: string, dims: readonly (number | string)[], type = FLOAT): Part {
  const shape = dims.map((dim) => nested(1, typeof dim === 'string' ? text(2, dim) : integer(1, dim)));
  return nested(no, text(1, name), nested(2, nested(1, integer(1, type), nested(2, ...shape))));
}

/** An input of the network; names stand for dimensions that are open. */
export function input(name: string, dims: readonly (number | string)[], type = FLOAT): Part {
  return info(11, name, dims, type);
}

export function output(name: string): Part {
  return nested(12, text(1, name));
}

/** A file: the graph of those parts. */
export function modelFile(parts: readonly Part[], opset = 17): Uint8Array {
  return encoded(
    integer(1, 8),
    text(2, 'a test'),
    nested(7, ...parts),
    nested(8, text(1, ''), integer(2, opset)),
    nested(8, text(1, 'com.microsoft'), integer(2, 1)),
  );
}

/** Reads a file of those parts. */
export function read(parts: readonly Part[], opset = 17): Promise<Graph> {
  return readOnnx(modelFile(parts, opset), 'a.onnx', {});
}

/** How many operators of a type a graph has. */
export function countOf(graph: Graph, type: string): number {
  return graph.ops.filter((op) => op.type === type).length;
}
