/** The constants that a network's kernels read, each once: what lies in flash besides code. */
import { bytesOf, type DType, type TensorData } from '../graph/dtype.ts';
import { type Graph, tensorAt } from '../graph/graph.ts';
import { OpNode, opDef } from '../ops/index.ts';

/** One table in flash. */
export interface Constant {
  /** `tensor_12` for the data of tensor 12, `table_3` for the fourth table of kernels' parameters. */
  readonly name: string;
  readonly dtype: DType;
  /** At least one element. */
  readonly data: TensorData;
  /** Index of the first tensor that has this data; undefined for a table of parameters. */
  readonly tensor: number | undefined;
  /** Who reads it, e.g. `operator 3 (output_shifts)`, each once. */
  readonly users: ReadonlySet<string>;
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
  readonly all: (Constant & { readonly users: Set<string> })[] = [];
  readonly #graph: Graph;
  readonly #byKey = new Map<string, (typeof this.all)[number]>();
  readonly #byTensor = new Map<number, Constant>();
  #tables = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  #add(constant: Omit<Constant, 'users' | 'name'>, user: string): Constant {
    const key = keyOf(constant.dtype, constant.data);
    let known = this.#byKey.get(key);
    if (known === undefined) {
      const { tensor } = constant;
      const name = tensor === undefined ? `table_${this.#tables++}` : `tensor_${tensor}`;
      known = { ...constant, name, users: new Set() };
      this.#byKey.set(key, known);
      this.all.push(known);
    }
    known.users.add(user);
    return known;
  }

  addTensor(index: number, user: string): void {
    const { dtype, data } = tensorAt(this.#graph, index);
    if (data === undefined || data.length === 0) return;
    this.#byTensor.set(index, this.#add({ dtype, data, tensor: index }, user));
  }

  addTable(values: readonly number[], user: string): void {
    this.#add({ dtype: 'int32', data: Int32Array.from(values), tensor: undefined }, user);
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
    for (const call of opDef(op.type, index).kernels(new OpNode(graph, op, index))) {
      for (const arg of call.args) if (arg.kind === 'read') pool.addTensor(arg.tensor, `operator ${index}`);
      for (const field of call.fields) {
        if (field.type === 'table') pool.addTable(field.values, `operator ${index} (${field.name})`);
      }
    }
  }
  return pool;
}

/** Bytes of the constants that kernels read: weights, biases, tables of parameters, each once; and of initial state. */
export function weightBytes(graph: Graph): number {
  const initial = graph.tensors.reduce((sum, tensor) => sum + (tensor.initial?.byteLength ?? 0), 0);
  return collectConstants(graph).all.reduce((sum, { data }) => sum + data.byteLength, initial);
}
