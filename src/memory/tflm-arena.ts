/**
 * A model of the arena that TFLite Micro's interpreter asks for, on a 32-bit target.
 *
 * TFLM allocates from both ends of the arena. From the end, what lasts: its own objects, tables of tensors and
 * operators, the operators' options and data. At the front, what comes and goes: notes of operators that prepare
 * themselves, then those of the planner, at last the activations where the planner put them. The arena must hold the
 * largest of those. In small networks it is the planner's notes, which are no longer there when TFLM is asked how much
 * it used: an arena of just `arena_used_bytes()` is too small for them.
 *
 * The sizes are those of TFLM's structures in 2025 with 4-byte pointers; earlier ones are smaller.
 */
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Graph, type Tensor, tensorAt } from '../graph/graph.ts';
import { OpNode, variableCount } from '../ops/index.ts';
import { greedyBySize } from './greedy-by-size.ts';
import { lifetimes } from './lifetimes.ts';
import { alignUp, type MemoryBuffer } from './planner.ts';
import { hasWindows, optionsBytes, persistentBuffers, scratchBuffers } from './tflm-operator.ts';

/** Activations, and whatever kernels ask for, are aligned to it; structures to a word. */
const BUFFER_ALIGNMENT = 16;
const WORD = 4;

/** What is there once: the arena's allocator, the planner, the model's allocator, the options' one. */
const FIXED = [36, 44, 36, 8];

/** What is there for each graph of the file. */
const SUBGRAPH = 8;

/** The table of resource variables, and an entry of it. */
const VARIABLES = 12;
const VARIABLE = 20;

/** An entry in the tables of tensors and of operators. */
const EVAL_TENSOR = 12;
const NODE_AND_REGISTRATION = 32;

/** A tensor as kernels and users see it; its quantization, without the zero points in a list. */
const TENSOR = 40;
const QUANTIZATION = 12 + WORD;

/** The planner's notes: of a tensor or scratch buffer, and of one that is to be placed. */
const ALLOCATION_INFO = 24;
const PLANNER_ENTRY = 40;

/** A note of a scratch buffer; so many are kept free for the operator that prepares itself. */
const SCRATCH_REQUEST = 12;
const SCRATCH_REQUESTS_FREE = 12;

/** What lasts, from the end of the arena downwards. */
class Tail {
  #address = 0;

  get bytes(): number {
    return -this.#address;
  }

  allocate(bytes: number, alignment = WORD): void {
    this.#address = Math.floor((this.#address - bytes) / alignment) * alignment;
  }
}

/** A network and the graphs that its operators run. */
function allGraphs(graph: Graph): readonly Graph[] {
  return [graph, ...(graph.subgraphs ?? [])];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

function describedTensor({ quant }: Tensor): number {
  return TENSOR + (quant === undefined ? 0 : QUANTIZATION + WORD * quant.scale.length);
}

/** A node's tensors while it prepares itself. */
function describedTensors(graph: Graph, node: OpNode<unknown>): number {
  const indices = [...node.op.inputs, ...node.op.outputs].filter((index) => index >= 0);
  const once = sum(indices.map((index) => describedTensor(tensorAt(graph, index))));
  return hasWindows(node) ? 2 * once : once;
}

/** All that lasts from before the planning, in TFLM's order. */
function allocateModel(
  tail: Tail,
  graph: Graph,
  nodes: readonly OpNode<unknown>[],
  scratchCount: number,
  isReference: boolean,
): void {
  for (const bytes of FIXED) tail.allocate(bytes);
  const variables = variableCount(graph);
  if (variables > 0) tail.allocate(VARIABLES + VARIABLE * variables, BUFFER_ALIGNMENT);
  for (const { tensors, ops } of allGraphs(graph)) {
    tail.allocate(SUBGRAPH);
    tail.allocate(EVAL_TENSOR * tensors.length);
    tail.allocate(NODE_AND_REGISTRATION * ops.length);
  }
  for (const node of nodes) tail.allocate(optionsBytes(node, isReference));
  for (const node of nodes) {
    for (const bytes of persistentBuffers(node, isReference)) tail.allocate(bytes, BUFFER_ALIGNMENT);
  }
  tail.allocate(WORD * scratchCount);
  for (const tensor of graph.tensors) {
    if (tensor.isVariable)
      tail.allocate(elementCount(tensor.shape) * dtypeBytes(tensor.dtype), BUFFER_ALIGNMENT);
  }
}

/** The inputs and outputs as the user sees them. */
function allocateEdges(tail: Tail, graph: Graph): void {
  for (const indices of [graph.inputs, graph.outputs]) {
    tail.allocate(WORD * indices.length, BUFFER_ALIGNMENT);
    for (const index of indices) tail.allocate(describedTensor(tensorAt(graph, index)));
  }
}

/** The buffers that TFLM's planner places: activations and scratch buffers. */
function plannedBuffers(graph: Graph, scratch: readonly (readonly number[])[]): MemoryBuffer[] {
  const activations = [...lifetimes(graph)]
    .map(([index, life]) => ({ tensor: tensorAt(graph, index), ...life }))
    .filter(({ tensor }) => !tensor.isVariable)
    .map(({ tensor: { name, shape, dtype }, first, last }) => {
      return { name, bytes: elementCount(shape) * dtypeBytes(dtype), first, last };
    });
  const scratches = scratch.flatMap((sizes, op) => {
    return sizes.map((bytes) => ({ name: `scratch of operator ${op}`, bytes, first: op, last: op }));
  });
  return [...activations, ...scratches].map((buffer) => ({
    ...buffer,
    bytes: alignUp(buffer.bytes, BUFFER_ALIGNMENT),
  }));
}

/**
 * Bytes of the arena that TFLM's interpreter needs for a network on a 32-bit target, with its reference kernels: an
 * estimate on the high side. With pointers of 8 bytes it needs at most twice as much.
 *
 * Measured with TFLM on a Cortex-M4: see test/memory/tflm-arena.test.ts.
 *
 * @param further for other kernels than the reference ones: the scratch buffers, in bytes, that they ask for besides
 */
export function estimateTflmArena(
  graph: Graph,
  further?: (node: OpNode<unknown>) => readonly number[],
): number {
  const nodes = allGraphs(graph).flatMap((one) =>
    one.ops.map((op, index) => new OpNode<unknown>(one, op, index)),
  );
  // Subgraphs, which assign constants, have none.
  const scratch = nodes
    .slice(0, graph.ops.length)
    .map((node) => [...scratchBuffers(node), ...(further?.(node) ?? [])]);
  const scratchCount = scratch.flat().length;
  const buffers = plannedBuffers(graph, scratch);

  const tail = new Tail();
  allocateModel(tail, graph, nodes, scratchCount, further === undefined);
  const requests = SCRATCH_REQUEST * (scratchCount + SCRATCH_REQUESTS_FREE);
  const preparing = requests + Math.max(0, ...nodes.map((node) => describedTensors(graph, node)));
  const tensorCount = sum(allGraphs(graph).map(({ tensors }) => tensors.length));
  const infos = WORD + ALLOCATION_INFO * (tensorCount + scratchCount);
  const planning = alignUp(requests + infos, BUFFER_ALIGNMENT) + PLANNER_ENTRY * buffers.length;
  const beforePlan = Math.max(tail.bytes + preparing, alignUp(tail.bytes, BUFFER_ALIGNMENT) + planning);

  allocateEdges(tail, graph);
  const afterPlan = tail.bytes + greedyBySize.plan(buffers, BUFFER_ALIGNMENT).bytes;
  return alignUp(Math.max(beforePlan, afterPlan), BUFFER_ALIGNMENT);
}
