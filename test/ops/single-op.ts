/** Graphs of one operator, for the tests of operators. */
import { loadFloatNetwork } from '../../src/float/index.ts';
import type { Attributes, Graph, QuantParams, Tensor } from '../../src/graph/graph.ts';
import { OpNode, opDef } from '../../src/ops/index.ts';

/** A float32 activation, or a constant where there are values. */
export function real(shape: readonly number[], values?: ArrayLike<number>): Tensor {
  const data = values === undefined ? {} : { data: Float32Array.from(values) };
  return { name: 'real', shape, dtype: 'float32', ...data };
}

/** An int32 constant. */
export function int32(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { name: 'integers', shape, dtype: 'int32', data: Int32Array.from(values) };
}

/** Per-tensor quantization. */
export function quant(scale: number, zeroPoint = 0): QuantParams {
  return { scale: [Math.fround(scale)], zeroPoint: [zeroPoint], axis: 0 };
}

/** An int8 tensor; a constant of zeros where `constant` says so. */
export function int8(shape: readonly number[], params: QuantParams = quant(0.1), constant = false): Tensor {
  const count = shape.reduce((product, dim) => product * dim, 1);
  const data = constant ? { data: new Int8Array(count) } : {};
  return { name: 'int8', shape, dtype: 'int8', quant: params, ...data };
}

/** A graph of one operator; null stands for an absent input. The output's shape is a stand-in. */
export function graphOf(
  type: string,
  inputs: readonly (Tensor | null)[],
  attrs: Attributes,
  output: Partial<Tensor> = {},
): Graph {
  const present = inputs.filter((input) => input !== null);
  return {
    name: 'test',
    tensors: [...present, { name: 'output', shape: [1], dtype: 'float32', ...output }],
    ops: [
      {
        type,
        inputs: inputs.map((input) => (input === null ? -1 : present.indexOf(input))),
        outputs: [present.length],
        attrs,
      },
    ],
    inputs: present.flatMap((tensor, i) => (tensor.data === undefined ? [i] : [])),
    outputs: [present.length],
  };
}

/** A graph's only operation. */
export function nodeOf(graph: Graph): OpNode<unknown> {
  return new OpNode(graph, graph.ops[0]!);
}

/** The same graph with the output's shape that the operator gives. */
export function shaped(graph: Graph): Graph {
  const [shape] = opDef(graph.ops[0]!.type, 0).shapes(nodeOf(graph));
  const tensors = graph.tensors.map((tensor, i) =>
    i === graph.outputs[0] ? { ...tensor, shape: shape! } : tensor,
  );
  return { ...graph, tensors };
}

/** Evaluates a graph in real numbers. */
export async function evaluate(graph: Graph, ...inputs: readonly ArrayLike<number>[]): Promise<number[]> {
  const network = await loadFloatNetwork(shaped(graph));
  try {
    return Array.from(network.run(inputs.map((values) => Float32Array.from(values)))[0]!);
  } finally {
    network.dispose();
  }
}
