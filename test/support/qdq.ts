/** A network of integers as one of real numbers between QUANTIZE and DEQUANTIZE, as other programs write it. */
import type { Graph, Op, Tensor } from '../../src/graph/graph.ts';

const none = { attrs: {} } as const;

/** A graph in the making. */
class Qdq {
  readonly tensors: Tensor[] = [];
  readonly ops: Op[] = [];
  readonly #graph: Graph;
  /** The real-valued tensor that is read for an integer one. */
  readonly #read = new Map<number, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  add(tensor: Tensor): number {
    return this.tensors.push(tensor) - 1;
  }

  /** The real-valued form of a constant: before a DEQUANTIZE, or as it is where it is no real number. */
  constant(index: number): number {
    const known = this.#read.get(index);
    if (known !== undefined) return known;
    const tensor = this.#graph.tensors[index]!;
    let read = this.add(tensor);
    if (tensor.quant !== undefined) read = this.dequantize(read);
    this.#read.set(index, read);
    return read;
  }

  dequantize(from: number): number {
    const { name, shape } = this.tensors[from]!;
    const to = this.add({ name: `${name}/dequantized`, shape, dtype: 'float32' });
    this.ops.push({ type: 'DEQUANTIZE', inputs: [from], outputs: [to], ...none });
    return to;
  }

  /** A real-valued tensor for an integer one; what reads it gets it through a QUANTIZE and a DEQUANTIZE. */
  activation(index: number): number {
    const { name, shape } = this.#graph.tensors[index]!;
    return this.add({ name, shape, dtype: 'float32' });
  }

  pair(index: number, from: number): void {
    const { name, shape, dtype, quant } = this.#graph.tensors[index]!;
    const quantized = this.add({ name: `${name}/quantized`, shape, dtype, quant: quant! });
    this.ops.push({ type: 'QUANTIZE', inputs: [from], outputs: [quantized], ...none });
    this.#read.set(index, this.dequantize(quantized));
  }

  read(index: number): number {
    if (index < 0) return index;
    return this.#graph.tensors[index]!.data === undefined ? this.#read.get(index)! : this.constant(index);
  }
}

/** True for what only passes an integer tensor on in other parameters. */
function requantizes(graph: Graph, { type, inputs }: Op): boolean {
  return type === 'QUANTIZE' && graph.tensors[inputs[0]!]!.quant !== undefined;
}

/** The network in that form: every activation between two operations is quantized and dequantized. */
export function asQdq(graph: Graph): Graph {
  const qdq = new Qdq(graph);
  const inputs = graph.inputs.map((index) => {
    const input = qdq.activation(index);
    qdq.pair(index, input);
    return input;
  });
  for (const op of graph.ops) {
    if (requantizes(graph, op)) {
      qdq.pair(op.outputs[0]!, qdq.read(op.inputs[0]!));
      continue;
    }
    const read = op.inputs.map((index) => qdq.read(index));
    const outputs = op.outputs.map((index) => qdq.activation(index));
    qdq.ops.push({ ...op, inputs: read, outputs });
    op.outputs.forEach((index, o) => {
      qdq.pair(index, outputs[o]!);
    });
  }
  const outputs = graph.outputs.map((index) => qdq.read(index));
  return { ...graph, tensors: qdq.tensors, ops: qdq.ops, inputs, outputs };
}
