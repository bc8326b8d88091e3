/** Networks of one operator of TFLM's signal library, and samples of plain integers for them. */
import { type DType, dataFromBytes, dtypeBytes, type TensorData } from '../../src/graph/dtype.ts';
import { type Attributes, elementCount, type Graph, type Tensor } from '../../src/graph/graph.ts';
import type { Case } from './network.ts';
import type { Random } from './random.ts';

/** A tensor in short. */
export interface Plain {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Of a constant. */
  readonly data?: TensorData;
  readonly isVariable?: boolean;
  readonly quant?: Tensor['quant'];
}

/** A plain tensor. */
export function plain(dtype: DType, ...shape: number[]): Plain {
  return { dtype, shape };
}

/** A constant of int16. */
export function constant16(values: readonly number[]): Plain {
  return { dtype: 'int16', shape: [values.length], data: Int16Array.from(values) };
}

/** A network of one operator. */
export function signalGraph(
  type: string,
  inputs: readonly Plain[],
  outputs: readonly Plain[],
  attrs: Attributes = {},
): Graph {
  const tensors = [...inputs, ...outputs].map((tensor, i): Tensor => ({ name: `tensor${i}`, ...tensor }));
  const places = outputs.map((_output, i) => inputs.length + i);
  return {
    name: 'conformance',
    tensors,
    ops: [{ type, inputs: inputs.map((_input, i) => i), outputs: places, attrs }],
    inputs: inputs.flatMap(({ data }, i) => (data === undefined ? [i] : [])),
    outputs: places,
  };
}

/**
 * Integers of a type: of so many random bits each, so that all sizes come; at the ends of the range where `extreme`.
 *
 * @param bits the most
 */
export function integersOf(random: Random, { dtype, shape }: Plain, extreme: boolean, bits = 64): TensorData {
  const size = dtypeBytes(dtype);
  const isSigned = dtype.startsWith('int');
  const most = Math.min(bits, 8 * size - (isSigned ? 1 : 0));
  const bytes = new Uint8Array(elementCount(shape) * size);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += size) {
    const length = extreme ? random.pick([0, 1, most]) : random.integer(0, most);
    const drawn = (BigInt(random.integer(0, 2 ** 32 - 1)) << 32n) | BigInt(random.integer(0, 2 ** 32 - 1));
    const magnitude = extreme ? (1n << BigInt(length)) - 1n : drawn & ((1n << BigInt(length)) - 1n);
    const value =
      isSigned && random.integer(0, 1) === 1 ? (extreme ? -magnitude - 1n : -magnitude) : magnitude;
    const word = BigInt.asUintN(64, value);
    for (let b = 0; b < size; b++) view.setUint8(at + b, Number((word >> BigInt(8 * b)) & 255n));
  }
  return dataFromBytes(dtype, bytes);
}

/** A case with three samples, the second of extreme values. */
export function withIntegers(random: Random, name: string, graph: Graph, count = 3, bits = 64): Case {
  const inputs = graph.inputs.map((index) => graph.tensors[index]!);
  const samples = Array.from({ length: count }, (_, k) =>
    inputs.map((tensor) => integersOf(random, tensor, k === 1, bits)),
  );
  return { name, graph, samples };
}

/** The same as a sequence of invocations. */
export function withSteps(random: Random, name: string, graph: Graph, count = 7): Case {
  return { ...withIntegers(random, name, graph, count), sequence: true };
}
