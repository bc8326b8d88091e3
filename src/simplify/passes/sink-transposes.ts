/**
 * Transpositions move behind elementwise operations, where every way on from there ends in the transposition that
 * takes them back: then both vanish. What is computed in between is the same, in another order of dimensions.
 */
import { dataFromBytes, dtypeBytes } from '../../graph/dtype.ts';
import { elementCount, type Graph, type Op, type Tensor } from '../../graph/graph.ts';
import { sameQuant } from '../../graph/same-quant.ts';
import { Editor } from '../editor.ts';

type Order = readonly number[];

function inverse(order: Order): Order {
  return order.map((_dim, d) => order.indexOf(d));
}

function same(a: Order, b: Order): boolean {
  return a.length === b.length && a.every((dim, d) => dim === b[d]);
}

function orderOf(editor: Editor, id: number | undefined): Order | undefined {
  return id === undefined ? undefined : editor.algebra(id).permutation?.(editor.node(id));
}

/** A constant with its dimensions in another order; 1s are put before a shorter shape first. */
function transposed(tensor: Tensor, order: Order): Tensor {
  const { name, shape, dtype, data } = tensor;
  const wide = [...new Array<number>(order.length - shape.length).fill(1), ...shape];
  const strides = wide.map((_dim, d) => elementCount(wide.slice(d + 1)));
  const result = order.map((d) => wide[d]!);
  const count = elementCount(wide);
  const moved = dataFromBytes(dtype, new Uint8Array(count * dtypeBytes(dtype)));
  for (let i = 0; i < count; i++) {
    let [rest, from] = [i, 0];
    for (let d = result.length - 1; d >= 0; d--) {
      from += (rest % result[d]!) * strides[order[d]!]!;
      rest = Math.floor(rest / result[d]!);
    }
    moved[i] = data![from]!;
  }
  return { name, shape: result, dtype, data: moved };
}

/** Elementwise operations between transpositions of one order and transpositions back. */
class Region {
  /** The numbers of the operations. */
  readonly ids = new Set<number>();
  readonly #editor: Editor;
  readonly #order: Order;
  readonly #back: Order;

  constructor(editor: Editor, order: Order) {
    this.#editor = editor;
    this.#order = order;
    this.#back = inverse(order);
  }

  /**
   * Adds what a transposed tensor leads to, and what that needs besides.
   *
   * @returns false where that is no such region: something in it, or after it, needs the order as it is
   */
  addReaders(index: number): boolean {
    const readers = this.#editor.readers(index);
    if (this.#editor.isOutput(index) || readers.length === 0) return false;
    return readers.every((reader) => {
      const order = orderOf(this.#editor, reader);
      return order === undefined ? this.#add(reader) : same(order, this.#back);
    });
  }

  #add(id: number): boolean {
    if (this.ids.has(id)) return true;
    const { inputs, outputs } = this.#editor.op(id);
    if (!this.#editor.algebra(id).elementwise || outputs.length !== 1) return false;
    this.ids.add(id);
    return inputs.every((input) => this.#addInput(input)) && this.addReaders(outputs[0]!);
  }

  #addInput(index: number): boolean {
    if (index < 0) return true;
    const { data, quant, learned, shape } = this.#editor.tensor(index);
    if (data !== undefined) {
      return quant === undefined && learned === undefined && shape.length <= this.#order.length;
    }
    const writer = this.#editor.writer(index);
    if (writer === undefined) return false;
    const order = orderOf(this.#editor, writer);
    if (order === undefined) return this.#add(writer);
    const before = this.#editor.tensor(this.#editor.op(writer).inputs[0]!);
    const agrees = learned === undefined || (before.learned && sameQuant(before.learned, learned));
    return same(order, this.#order) && agrees === true;
  }
}

/** Moves the transpositions of an elementwise operation's inputs behind it. All its inputs are transposed by now. */
function moveBehind(editor: Editor, reader: number, transposition: Op, order: Order): void {
  const op = editor.op(reader);
  const inputs = op.inputs.map((index) => {
    if (index < 0) return index;
    const tensor = editor.tensor(index);
    if (tensor.data !== undefined) {
      return elementCount(tensor.shape) === 1 ? index : editor.add(transposed(tensor, inverse(order)));
    }
    return editor.op(editor.writer(index)!).inputs[0]!;
  });
  const [output] = op.outputs;
  const { learned, ...tensor } = editor.tensor(output!);
  const shape = inverse(order).map((d) => tensor.shape[d]!);
  const inner = editor.add({ ...tensor, shape, ...(learned && { learned }) });
  editor.insertBefore(reader, { ...op, inputs, outputs: [inner] });
  editor.replace(reader, { ...transposition, inputs: [inner, transposition.inputs[1]!], outputs: [output!] });
}

/** Moves those that meet their opposites. */
export function sinkTransposes(graph: Graph): Graph {
  const editor = new Editor(graph);
  for (const id of editor.ids()) {
    const order = orderOf(editor, id);
    if (order === undefined) continue;
    const op = editor.op(id);
    const [output] = op.outputs;
    const region = new Region(editor, order);
    if (!region.addReaders(output!) || region.ids.size === 0) continue;
    for (const reader of [...region.ids].toSorted((a, b) => a - b)) moveBehind(editor, reader, op, order);
  }
  return editor.finish();
}
