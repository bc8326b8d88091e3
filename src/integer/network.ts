/** A network in the memory of the kernels, ready to run. */
import { TflqError } from '../common/errors.ts';
import { dataView, type TensorData } from '../graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import { initialState, stateTensors } from '../graph/state.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import { OpNode, opDef } from '../ops/index.ts';
import type { KernelCall } from '../ops/support/kernel-call.ts';
import { type Kernel, type KernelHost, kernelHost } from './kernel-host.ts';
import { type Layout, layOut } from './layout.ts';
import type { WasmMemory } from './webassembly.ts';

/** A network on the integer kernels, the same C that boards run. It runs one sample at a time. */
export interface IntegerNetwork {
  /**
   * Runs the network once. State stays from one run to the next.
   *
   * @param inputs the elements of each network input, in the graph's order
   * @returns fresh copies of the outputs
   * @throws TflqError('data') where an input is of another element type or length
   */
  run(inputs: readonly TensorData[]): TensorData[];
  /** Brings state back to what it began with. */
  reset(): void;
  /** Any tensor's elements after the last run, a copy: every activation has memory of its own. */
  tensor(index: number): TensorData;
}

/** E.g. `Int8Array(490)`. */
function described(data: TensorData): string {
  return `${data.constructor.name}(${data.length})`;
}

/** WebAssembly's memory comes in pages of 64 KiB. */
const PAGE = 65536;

/** A network's memory is its own, and never grows after this: views of it stay valid. */
function fillMemory(memory: WasmMemory, layout: Layout): void {
  const missing = Math.ceil(layout.end / PAGE) - memory.buffer.byteLength / PAGE;
  try {
    if (missing > 0) memory.grow(missing);
  } catch (cause) {
    const gigabytes = (layout.end / 2 ** 30).toFixed(1);
    throw new TflqError('model', `the network needs ${gigabytes} GB of memory, more than can be had here`, {
      hint: 'The integer kernels run in at most 4 GB: make the network smaller.',
      cause,
    });
  }
  const bytes = new Uint8Array(memory.buffer);
  for (const segment of layout.segments) bytes.set(segment.bytes, segment.address);
}

/** A kernel with the addresses that it is called with. */
function bind(host: KernelHost, calls: Layout['calls']): { kernel: Kernel; addresses: readonly number[] }[] {
  return calls.map(({ kernel: name, addresses }) => {
    const kernel = host.kernel(name);
    if (kernel.length !== addresses.length) {
      throw new Error(`kernel ${name} takes ${kernel.length} arguments, not ${addresses.length}`);
    }
    return { kernel, addresses };
  });
}

class LoadedNetwork implements IntegerNetwork {
  private readonly graph: Graph;
  private readonly calls: ReturnType<typeof bind>;
  /** Views of the activations, and of the constants that kernels read. */
  private readonly views = new Map<number, TensorData>();
  private readonly inputs: readonly TensorData[];
  private readonly outputs: readonly TensorData[];
  private readonly initial: ReadonlyMap<number, TensorData>;

  constructor(graph: Graph, host: KernelHost, layout: Layout) {
    this.graph = graph;
    this.calls = bind(host, layout.calls);
    for (const [index, address] of layout.tensors) {
      const { dtype, shape } = tensorAt(graph, index);
      this.views.set(index, dataView(dtype, host.memory.buffer, address, elementCount(shape)));
    }
    this.inputs = graph.inputs.map((index) => this.view(index));
    this.outputs = graph.outputs.map((index) => this.view(index));
    this.initial = new Map(
      stateTensors(graph).map((index) => [index, initialState(tensorAt(graph, index))] as const),
    );
    this.reset();
  }

  reset(): void {
    for (const [index, data] of this.initial) (this.view(index) as Uint8Array).set(data as Uint8Array);
  }

  run(inputs: readonly TensorData[]): TensorData[] {
    this.check(inputs);
    // Both sides hold numbers or both hold bigints: `check` compared their types.
    for (const [i, data] of inputs.entries()) (this.inputs[i] as Uint8Array).set(data as Uint8Array);
    for (const { kernel, addresses } of this.calls) kernel(...addresses);
    return this.outputs.map((view) => view.slice());
  }

  tensor(index: number): TensorData {
    return this.view(index).slice();
  }

  /** Constants that no kernel reads are not in the kernels' memory. */
  private view(index: number): TensorData {
    const view = this.views.get(index) ?? tensorAt(this.graph, index).data;
    if (view === undefined) throw new Error(`tensor ${index} has no memory`);
    return view;
  }

  private check(inputs: readonly TensorData[]): void {
    if (inputs.length !== this.inputs.length) {
      throw new TflqError(
        'data',
        `the network has ${this.inputs.length} inputs, and was given ${inputs.length}`,
      );
    }
    for (const [i, view] of this.inputs.entries()) {
      const data = inputs[i]!;
      if (data.constructor !== view.constructor || data.length !== view.length) {
        throw new TflqError('data', `input ${i} takes ${described(view)}, and was given ${described(data)}`, {
          where: tensorLabel(this.graph, this.graph.inputs[i]!),
        });
      }
    }
  }
}

/** The kernel calls of all operations, in order. */
function kernelCalls(graph: Graph): KernelCall[] {
  return graph.ops.flatMap((op, index) => {
    const node = new OpNode(graph, op, index);
    const calls = opDef(op.type, index).kernels(node);
    if (calls.every(({ hook }) => hook === undefined)) return calls;
    throw node.error(
      'is a custom operator, which this machine cannot compute: only its own code knows what it does',
      'A board that has the code can: docs/CUSTOM-OPERATORS.md.',
    );
  });
}

/**
 * Loads a network whose tensors have the types that the kernels take: integers, with float32 only where QUANTIZE and
 * DEQUANTIZE stand at its edges.
 *
 * @throws TflqError('model') where an operator has no kernel for its types, or the network is too large
 */
export async function loadIntegerNetwork(graph: Graph): Promise<IntegerNetwork> {
  const calls = kernelCalls(graph);
  const host = await kernelHost();
  const layout = layOut(graph, calls, host.heapBase);
  fillMemory(host.memory, layout);
  return new LoadedNetwork(graph, host, layout);
}
