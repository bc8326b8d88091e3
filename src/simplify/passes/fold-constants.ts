/** Operations on constants alone are computed here and now. */
import { loadFloatNetwork } from '../../float/index.ts';
import { type DType, dataFromBytes, dtypeBytes } from '../../graph/dtype.ts';
import { elementCount, type Graph, type Op, type Tensor } from '../../graph/graph.ts';
import { findOp } from '../../ops/index.ts';
import { movedQuantization } from '../moved-quantization.ts';

/** A result may be as large as the largest of its inputs, or have so many elements: a tiny file stays a small network. */
const SMALL = 65536;
/** The float executor hands integers on as float32, which holds them exactly up to this magnitude. */
const EXACT = 2 ** 24;
/** Types of numbers that are what they are. */
const TYPES: ReadonlySet<DType> = new Set(['float32', 'int32', 'bool']);

/** True for a constant of a type that the float executor computes with. */
function isComputable({ dtype, quant, data }: Tensor): boolean {
  if (data === undefined || quant !== undefined || !TYPES.has(dtype)) return false;
  return dtype !== 'int32' || (data as Int32Array).every((value) => Math.abs(value) < EXACT);
}

/** The operations that depend on constants alone, in their order. */
function foldable(graph: Graph): Op[] {
  const outputs = new Set(graph.outputs);
  const computable = new Set(graph.tensors.flatMap((tensor, index) => (isComputable(tensor) ? [index] : [])));
  return graph.ops.filter((op) => {
    const def = findOp(op.type);
    if (def === undefined || def.state !== undefined || def.algebra?.converts || op.outputs.length === 0) {
      return false;
    }
    const inputs = op.inputs.filter((index) => index >= 0);
    if (inputs.length === 0 || !inputs.every((index) => computable.has(index))) return false;
    const sizes = inputs.map((index) => elementCount(graph.tensors[index]!.shape));
    const limit = Math.max(SMALL, ...sizes);
    const serves = op.outputs.every((index) => {
      const { dtype, shape, quant, learned } = graph.tensors[index]!;
      const isPlain = quant === undefined && learned === undefined && TYPES.has(dtype);
      return isPlain && elementCount(shape) <= limit && !outputs.has(index);
    });
    if (serves) for (const index of op.outputs) computable.add(index);
    return serves;
  });
}

/** What the operations compute, by tensor index; undefined where one of them cannot be computed. */
async function compute(graph: Graph, ops: readonly Op[]): Promise<Map<number, Float32Array> | undefined> {
  const used = new Set(ops.flatMap((op) => [...op.inputs, ...op.outputs]));
  const tensors = graph.tensors.map((tensor, index): Tensor => {
    return used.has(index) ? tensor : { name: '', shape: [], dtype: 'float32' };
  });
  const results = new Map<number, Float32Array>();
  const network = await loadFloatNetwork({ ...graph, tensors, ops, inputs: [], outputs: [] });
  try {
    network.run([], (index, values) => results.set(index, values));
  } catch {
    // Whoever runs the network will say what is wrong with it.
    return undefined;
  } finally {
    network.dispose();
  }
  return results;
}

function asType(dtype: DType, values: Float32Array): NonNullable<Tensor['data']> {
  const data = dataFromBytes(dtype, new Uint8Array(values.length * dtypeBytes(dtype)));
  values.forEach((value, i) => {
    data[i] = value;
  });
  return data;
}

/** Folds them. */
export async function foldConstants(graph: Graph): Promise<Graph> {
  const ops = foldable(graph);
  if (ops.length === 0) return graph;
  const results = await compute(graph, ops);
  if (results === undefined) return graph;
  const tensors = [...graph.tensors];
  for (const op of ops) {
    const folded = op.outputs.map((index) => ({
      ...tensors[index]!,
      data: asType(tensors[index]!.dtype, results.get(index)!),
    }));
    op.outputs.forEach((index, o) => {
      tensors[index] = folded[o]!;
    });
    const learned = movedQuantization({ ...graph, tensors }, op);
    if (learned !== undefined) tensors[op.outputs[0]!] = { ...folded[0]!, learned };
  }
  const done = new Set(ops);
  return { ...graph, tensors, ops: graph.ops.filter((op) => !done.has(op)) };
}
