/** Where a network's activations and its kernels' scratch buffers lie in one arena. */
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import { OpNode, opDef } from '../ops/index.ts';
import { greedyBySize } from './greedy-by-size.ts';
import { lifetimes } from './lifetimes.ts';
import type { MemoryBuffer, Planner } from './planner.ts';

/**
 * Of every offset. Kernels read and write nothing wider than int32 and float, whose loads ask for 4 bytes on every
 * 32-bit core, and for no more on 64-bit ones; a scratch buffer is promised 4 as well (src/ops/support/kernel-call.ts).
 */
const ARENA_ALIGNMENT = 4;

/** The layout of an arena. */
export interface MemoryPlan {
  /** A multiple of ARENA_ALIGNMENT. */
  readonly arenaBytes: number;
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
  const { offsets, bytes } = planner.plan(buffers, ARENA_ALIGNMENT);
  const scratchOffsets = new Map([...scratch.keys()].map((key, k) => [key, offsets[tensors.length + k]!]));
  return {
    arenaBytes: Math.ceil(bytes / ARENA_ALIGNMENT) * ARENA_ALIGNMENT,
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
