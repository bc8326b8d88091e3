/** Where a network's activations and its kernels' scratch buffers lie in one arena. */
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import { OpNode, opDef } from '../ops/index.ts';
import { greedyBySize } from './greedy-by-size.ts';
import { lifetimes } from './lifetimes.ts';
import { alignUp, type MemoryBuffer, type Planner } from './planner.ts';

/** What int32 and float ask for, and scratch buffers are promised (src/ops/support/kernel-call.ts). */
const LEAST_ALIGNMENT = 4;

/** The widest activation decides on the alignment of every offset: 8 where there are int64 ones, otherwise 4. */
function alignmentOf(graph: Graph, tensors: Iterable<number>): number {
  const widths = [...tensors].map((index) => dtypeBytes(tensorAt(graph, index).dtype));
  return Math.max(LEAST_ALIGNMENT, ...widths);
}

/** The layout of an arena. */
export interface MemoryPlan {
  /** A multiple of `alignment`. */
  readonly arenaBytes: number;
  /** That of the arena and of every offset in it: 4 or 8. */
  readonly alignment: number;
  /** Byte offset of every tensor that needs memory, by its index. */
  readonly tensors: ReadonlyMap<number, number>;
  /** Byte offset of a kernel's scratch argument: operation, which of its calls, which of the call's arguments. */
  scratch(op: number, call: number, arg: number): number;
  readonly buffers: readonly (MemoryBuffer & { readonly offset: number })[];
}

/** The scratch buffers of all kernel calls, by `op call arg`. */
function scratchBuffers(graph: Graph): Map<string, MemoryBuffer> {
  const buffers = new Map<string, MemoryBuffer>();
  for (const [op, { type }] of graph.ops.entries()) {
    const calls = opDef(type, op).kernels(new OpNode(graph, graph.ops[op]!, op));
    for (const [call, { args }] of calls.entries()) {
      for (const [arg, argument] of args.entries()) {
        if (argument.kind !== 'scratch') continue;
        const name = `scratch of operator ${op} (${type})`;
        buffers.set(scratchKey(op, call, arg), { name, bytes: argument.bytes, first: op, last: op });
      }
    }
  }
  return buffers;
}

function scratchKey(op: number, call: number, arg: number): string {
  return `${op} ${call} ${arg}`;
}

/**
 * Lays out the memory of one inference.
 *
 * @param graph a network that validateGraph accepts
 * @throws TflqError('model') where no kernel takes an operation's types
 */
export function planMemory(graph: Graph, planner: Planner = greedyBySize): MemoryPlan {
  const tensors = [...lifetimes(graph)];
  const scratch = scratchBuffers(graph);
  const buffers: MemoryBuffer[] = [
    ...tensors.map(([index, life]) => {
      const { shape, dtype } = tensorAt(graph, index);
      return { name: `tensor ${index}`, bytes: elementCount(shape) * dtypeBytes(dtype), ...life };
    }),
    ...scratch.values(),
  ];
  const alignment = alignmentOf(
    graph,
    tensors.map(([index]) => index),
  );
  const { offsets, bytes } = planner.plan(buffers, alignment);
  const scratchOffsets = new Map([...scratch.keys()].map((key, k) => [key, offsets[tensors.length + k]!]));
  return {
    arenaBytes: alignUp(bytes, alignment),
    alignment,
    tensors: new Map(tensors.map(([index], k) => [index, offsets[k]!])),
    scratch(op, call, arg) {
      const offset = scratchOffsets.get(scratchKey(op, call, arg));
      if (offset === undefined)
        throw new Error(`operator ${op} has no scratch argument ${arg} in call ${call}`);
      return offset;
    },
    buffers: buffers.map((buffer, k) => ({ ...buffer, offset: offsets[k]! })),
  };
}
