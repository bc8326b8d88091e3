/**
 * Where everything that a network needs lies in the memory of the kernels. Nothing is shared: each activation has
 * memory of its own, so that all of them can be read after a run; a host has room.
 */
import { bytesOf, dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import type { KernelArgument, KernelCall, KernelField } from '../ops/support/kernel-call.ts';

/** Enough for any element type and for the host's SIMD. */
const ALIGNMENT = 16;

/** Bytes of a parameter struct's field, and of a table's element: int32_t, float and pointers alike. */
const WORD = 4;

/** Bytes to be there before the first run: a constant, a table, a parameter struct. */
export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** A kernel, and what it is called with: its parameters' address, then its arguments' (0 for an absent one). */
export interface PlacedCall {
  readonly kernel: string;
  readonly addresses: readonly number[];
}

/** A network's memory. */
export interface Layout {
  /** Tensor index → address, for all activations and for the constants that kernels read. */
  readonly tensors: ReadonlyMap<number, number>;
  readonly segments: readonly Segment[];
  readonly calls: readonly PlacedCall[];
  /** The first address behind it all. */
  readonly end: number;
}

function setInt32(view: DataView, at: number, value: number): void {
  if ((value | 0) !== value) throw new Error(`a kernel's parameter is ${value}, which is no int32`);
  view.setInt32(at, value, true);
}

/** Hands out addresses, one piece of memory after the other. */
class Placer implements Layout {
  readonly tensors = new Map<number, number>();
  readonly segments: Segment[] = [];
  readonly calls: PlacedCall[] = [];
  end: number;
  private readonly graph: Graph;

  constructor(graph: Graph, start: number) {
    this.graph = graph;
    this.end = start;
  }

  private take(bytes: number): number {
    const address = Math.ceil(this.end / ALIGNMENT) * ALIGNMENT;
    this.end = address + bytes;
    return address;
  }

  private takeFilled(bytes: Uint8Array): number {
    const address = this.take(bytes.length);
    this.segments.push({ address, bytes });
    return address;
  }

  tensor(index: number): number {
    const known = this.tensors.get(index);
    if (known !== undefined) return known;
    const { data, dtype, shape } = tensorAt(this.graph, index);
    const address =
      data === undefined
        ? this.take(elementCount(shape) * dtypeBytes(dtype))
        : this.takeFilled(bytesOf(data));
    this.tensors.set(index, address);
    return address;
  }

  private table(values: readonly number[]): number {
    const bytes = new Uint8Array(values.length * WORD);
    const view = new DataView(bytes.buffer);
    for (const [k, value] of values.entries()) setInt32(view, k * WORD, value);
    return this.takeFilled(bytes);
  }

  /** Field k of the struct is the word at byte 4k; a table's field is its address. */
  private params(fields: readonly KernelField[]): number {
    const bytes = new Uint8Array(fields.length * WORD);
    const view = new DataView(bytes.buffer);
    for (const [k, field] of fields.entries()) {
      if (field.type === 'table') view.setUint32(k * WORD, this.table(field.values), true);
      else if (field.type === 'float') view.setFloat32(k * WORD, field.value, true);
      else setInt32(view, k * WORD, field.value);
    }
    return this.takeFilled(bytes);
  }

  private argument(argument: KernelArgument): number {
    if (argument.kind === 'absent') return 0;
    if (argument.kind === 'scratch') return this.take(argument.bytes);
    return this.tensor(argument.tensor);
  }

  call({ kernel, fields, args }: KernelCall): void {
    const addresses = [this.params(fields), ...args.map((argument) => this.argument(argument))];
    this.calls.push({ kernel, addresses });
  }
}

/**
 * Lays a network out from address `start` on.
 *
 * @param calls the kernel calls of all its operations, in order
 */
export function layOut(graph: Graph, calls: readonly KernelCall[], start: number): Layout {
  const placer = new Placer(graph, start);
  for (const [index, tensor] of graph.tensors.entries()) {
    if (tensor.data === undefined) placer.tensor(index);
  }
  for (const call of calls) placer.call(call);
  return placer;
}
