/** Networks of one operator. */
import { bytesOf, type TensorData } from '../../src/graph/dtype.ts';
import type { Attributes, Graph, QuantParams, Tensor } from '../../src/graph/graph.ts';
import { OpNode, opDef } from '../../src/ops/index.ts';
import type { Random } from './random.ts';

/** One network with the inputs that it is run on. */
export interface Case {
  /** Says what the case is about. */
  readonly name: string;
  readonly graph: Graph;
  /** For each sample, one array for each input of the network. */
  readonly samples: readonly (readonly TensorData[])[];
  /** True where the samples are run one after the other, and state stays. */
  readonly sequence?: boolean;
}

/** What a file in cases/ exports: the cases of one operator. */
export type Cases = (random: Random) => Case[];

/** Per-tensor quantization; the scale becomes a float32. */
export function quant(scale: number, zeroPoint: number): QuantParams {
  return { scale: [Math.fround(scale)], zeroPoint: [zeroPoint], axis: 0 };
}

/** An int8 activation. */
export function activation(shape: readonly number[], scale: number, zeroPoint: number): Tensor {
  return { name: 'activation', shape, dtype: 'int8', quant: quant(scale, zeroPoint) };
}

/** An int16 activation; its zero point is 0 but for what TFLM is to refuse. */
export function activation16(shape: readonly number[], scale: number, zeroPoint = 0): Tensor {
  return { name: 'activation', shape, dtype: 'int16', quant: quant(scale, zeroPoint) };
}

/** An int32 constant: a shape, axes, paddings. */
export function integers(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { name: 'integers', shape, dtype: 'int32', data: Int32Array.from(values) };
}

/** A network of one operator; null stands for an absent input. Its output has the shape that the operator says. */
export function single(
  type: string,
  inputs: readonly (Tensor | null)[],
  output: Omit<Tensor, 'shape' | 'name'> & { readonly shape?: readonly number[] },
  attrs: Attributes = {},
): Graph {
  const present = inputs.filter((tensor) => tensor !== null);
  const tensors: Tensor[] = present.map((tensor, i) => ({ ...tensor, name: `input${i}` }));
  const op = {
    type,
    inputs: inputs.map((tensor) => (tensor === null ? -1 : present.indexOf(tensor))),
    outputs: [tensors.length],
    attrs,
  };
  const graph = {
    name: 'conformance',
    tensors: [...tensors, { ...output, name: 'output', shape: output.shape ?? [] }],
    ops: [op],
    inputs: tensors.flatMap((tensor, i) => (tensor.data === undefined && !tensor.isVariable ? [i] : [])),
    outputs: [tensors.length],
  };
  if (output.shape !== undefined) return graph;
  const [shape] = opDef(type, 0).shapes(new OpNode(graph, op));
  return { ...graph, tensors: [...tensors, { ...output, name: 'output', shape: shape! }] };
}

/** Samples for a network: one evenly spread, one of extreme values. */
export function withSamples(random: Random, name: string, graph: Graph): Case {
  const inputs = graph.inputs.map((index) => graph.tensors[index]!);
  const samples = [false, true].map((extreme) => inputs.map((tensor) => random.values(tensor, extreme)));
  return { name, graph, samples };
}

/** A sequence of five invocations, the second of extreme values. */
export function withSequence(random: Random, name: string, graph: Graph): Case {
  const inputs = graph.inputs.map((index) => graph.tensors[index]!);
  const samples = [0, 1, 2, 3, 4].map((k) => inputs.map((tensor) => random.values(tensor, k === 1)));
  return { name, graph, samples, sequence: true };
}

/** The bytes of a sample's arrays. */
export function sampleBytes(sample: readonly TensorData[]): Uint8Array[] {
  return sample.map(bytesOf);
}
