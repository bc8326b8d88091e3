/** The constants that a network's kernels read, each once: what lies in flash besides code. */
import { bytesOf, type DType, type TensorData } from '../graph/dtype.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';
import { OpNode, opDef } from '../ops/index.ts';

/** One table in flash. */
export interface Constant {
  /** E.g. `tensor_12` for the data of tensor 12, `op_3_extents` for a table of operation 3's parameters. */
  readonly name: string;
  readonly dtype: DType;
  /** At least one element. */
  readonly data: TensorData;
  /** Index of the first tensor that has this data; undefined for a table of parameters. */
  readonly tensor: number | undefined;
}

/** The constants of a network, and which of them a kernel's argument means. */
export interface Constants {
  /** In the order in which the operations read them first. */
  readonly all: readonly Constant[];
  /** Name of the constant with the data of a tensor; undefined where the tensor is no constant, or is empty. */
  ofTensor(index: number): string | undefined;
  /** Name of the constant with the values of a `table` field. */
  ofTable(values: readonly number[]): string;
}

/** Equal constants have equal keys. */
function keyOf(dtype: DType, data: TensorData): string {
  return `${dtype} ${Buffer.from(bytesOf(data)).toString('latin1')}`;
}

class ConstantPool implements Constants {
  readonly all: Constant[] = [];
  readonly #graph: Graph;
  readonly #byKey = new Map<string, Constant>();
  readonly #byTensor = new Map<number, Constant>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  #add(constant: Constant): Constant {
    const key = keyOf(constant.dtype, constant.data);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, constant);
    this.all.push(constant);
    return constant;
  }

  addTensor(index: number): void {
    const { dtype, data } = tensorAt(this.#graph, index);
    if (data === undefined || data.length === 0 || this.#byTensor.has(index)) return;
    this.#byTensor.set(index, this.#add({ name: `tensor_${index}`, dtype, data, tensor: index }));
  }

  addTable(name: string, values: readonly number[]): void {
    this.#add({ name, dtype: 'int32', data: Int32Array.from(values), tensor: undefined });
  }

  ofTensor(index: number): string | undefined {
    return this.#byTensor.get(index)?.name;
  }

  ofTable(values: readonly number[]): string {
    const constant = this.#byKey.get(keyOf('int32', Int32Array.from(values)));
    if (constant === undefined) throw new Error('a table that no kernel of the network has');
    return constant.name;
  }
}

/**
 * Collects what the kernels of a network read of flash. Constants with equal elements are one.
 *
 * @throws TflqError('model') where no kernel takes an operation's types
 */
export function collectConstants(graph: Graph): Constants {
  const pool = new ConstantPool(graph);
  for (const [index, op] of graph.ops.entries()) {
    const calls = opDef(op.type, index).kernels(new OpNode(graph, op, index));
    for (const [c, call] of calls.entries()) {
      const owner = calls.length === 1 ? `op_${index}` : `op_${index}_${c}`;
      for (const arg of call.args) if (arg.kind === 'read') pool.addTensor(arg.tensor);
      for (const field of call.fields) {
        if (field.type === 'table') pool.addTable(`${owner}_${field.name}`, field.values);
      }
    }
  }
  return pool;
}

/** Bytes of the constants that kernels read: weights, biases, tables of parameters; equal ones count once. */
export function weightBytes(graph: Graph): number {
  return collectConstants(graph).all.reduce((sum, { data }) => sum + data.byteLength, 0);
}
