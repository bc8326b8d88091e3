/** A graph in the hands of a pass: operations can be exchanged, left out and put before others. */
import type { Graph, Op, Tensor } from '../graph/graph.ts';
import { sameQuant } from '../graph/same-quant.ts';
import { findOp, OpNode } from '../ops/index.ts';
import type { Algebra } from '../ops/support/algebra.ts';

/** What is known of an operator that src/ops does not know, or that says nothing. */
const NOTHING: Algebra<unknown> = {};

/** Operations have numbers of their own, which stay as they are whatever is changed. */
export class Editor {
  readonly #graph: Graph;
  readonly #tensors: Tensor[];
  readonly #ops = new Map<number, Op>();
  /** Operations that were put before another one, by its number. */
  readonly #before = new Map<number, number[]>();
  readonly #readers = new Map<number, Set<number>>();
  readonly #writers = new Map<number, number>();
  #outputs: readonly number[];
  #next: number;
  #isChanged = false;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#tensors = [...graph.tensors];
    this.#outputs = graph.outputs;
    this.#next = graph.ops.length;
    graph.ops.forEach((op, id) => {
      this.#link(id, op);
    });
  }

  /** The numbers of the operations that the graph had at first and still has, in their order. */
  *ids(): Generator<number> {
    for (let id = 0; id < this.#graph.ops.length; id++) if (this.#ops.has(id)) yield id;
  }

  /** The operation of that number. */
  op(id: number): Op {
    const op = this.#ops.get(id);
    if (op === undefined) throw new Error(`there is no operation ${id}`);
    return op;
  }

  /** The operation as its operator's file sees it. */
  node(id: number): OpNode<unknown> {
    return this.nodeOf(this.op(id), id);
  }

  /** The same for an operation that is not in the graph. */
  nodeOf(op: Op, id = -1): OpNode<unknown> {
    return new OpNode<unknown>({ ...this.#graph, tensors: this.#tensors }, op, id);
  }

  /** What the operator says of its arithmetic. */
  algebra(id: number): Algebra<unknown> {
    return findOp(this.op(id).type)?.algebra ?? NOTHING;
  }

  /** The tensor of that index. */
  tensor(index: number): Tensor {
    const tensor = this.#tensors[index];
    if (tensor === undefined) throw new Error(`there is no tensor ${index}`);
    return tensor;
  }

  /** Adds a tensor and gives its index. */
  add(tensor: Tensor): number {
    this.#isChanged = true;
    return this.#tensors.push(tensor) - 1;
  }

  /** Puts another tensor in a tensor's place. */
  setTensor(index: number, tensor: Tensor): void {
    this.#isChanged = true;
    this.#tensors[index] = tensor;
  }

  /** True for an output of the network. */
  isOutput(index: number): boolean {
    return this.#outputs.includes(index);
  }

  /** The operations that read a tensor. */
  readers(index: number): number[] {
    return [...(this.#readers.get(index) ?? [])];
  }

  /** The operation that computes a tensor; undefined for inputs of the network, constants and state. */
  writer(index: number): number | undefined {
    return this.#writers.get(index);
  }

  /**
   * True where a tensor has no meaning but to hand one operation's result to another: one operation reads it, it is
   * no output, and no quantization is given for it.
   */
  isPassing(index: number): boolean {
    const { learned, isVariable } = this.tensor(index);
    return (
      learned === undefined &&
      isVariable !== true &&
      !this.isOutput(index) &&
      this.#readers.get(index)?.size === 1 &&
      this.#writers.has(index)
    );
  }

  /** Puts another operation in an operation's place. */
  replace(id: number, op: Op): void {
    this.#unlink(id);
    this.#link(id, op);
    this.#isChanged = true;
  }

  /** Leaves an operation out. Its outputs must be of no more use. */
  remove(id: number): void {
    this.#unlink(id);
    this.#isChanged = true;
  }

  /** Puts a new operation just before another. */
  insertBefore(id: number, op: Op): void {
    const added = this.#next++;
    this.#before.set(id, [...(this.#before.get(id) ?? []), added]);
    this.#link(added, op);
    this.#isChanged = true;
  }

  /**
   * Gives `to` the quantization that is given for `from`, where that contradicts nothing.
   *
   * @returns false, and nothing is changed, where another one is given for `to`
   */
  inherit(from: number, to: number): boolean {
    const { learned } = this.tensor(from);
    const target = this.tensor(to);
    if (learned === undefined) return true;
    if (target.learned !== undefined) return sameQuant(target.learned, learned);
    if (target.data !== undefined) return false;
    this.setTensor(to, { ...target, learned });
    return true;
  }

  /**
   * Leaves out an operation of one output that is the same as the tensor `from`, which all its readers then read.
   * An output of the network keeps its name.
   *
   * @returns false, and nothing is changed, where the network would lose an output or given quantization
   */
  bypass(id: number, from: number): boolean {
    const [output] = this.op(id).outputs;
    const isOutput = this.isOutput(output!);
    if (isOutput && (this.isOutput(from) || this.writer(from) === undefined)) return false;
    if (!this.inherit(output!, from)) return false;
    const { name } = this.tensor(output!);
    this.remove(id);
    for (const reader of this.readers(output!)) {
      const op = this.op(reader);
      this.replace(reader, { ...op, inputs: op.inputs.map((index) => (index === output ? from : index)) });
    }
    if (isOutput) {
      this.setTensor(from, { ...this.tensor(from), name });
      this.#outputs = this.#outputs.map((index) => (index === output ? from : index));
    }
    return true;
  }

  /** The graph as it is now; the one that it was, where nothing was changed. Tensors keep their places. */
  finish(): Graph {
    if (!this.#isChanged) return this.#graph;
    const order = this.#graph.ops.flatMap((_op, id) => [...(this.#before.get(id) ?? []), id]);
    const ops = order.flatMap((id) => this.#ops.get(id) ?? []);
    return { ...this.#graph, tensors: this.#tensors, ops, outputs: this.#outputs };
  }

  #link(id: number, op: Op): void {
    this.#ops.set(id, op);
    for (const index of op.inputs) {
      const readers = this.#readers.get(index) ?? new Set();
      this.#readers.set(index, readers.add(id));
    }
    for (const index of op.outputs) this.#writers.set(index, id);
  }

  #unlink(id: number): void {
    const op = this.op(id);
    this.#ops.delete(id);
    for (const index of op.inputs) this.#readers.get(index)?.delete(id);
    for (const index of op.outputs) this.#writers.delete(index);
  }
}
