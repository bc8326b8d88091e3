/** The runtime `c`: the network as ahead-of-time C99, without interpreter, heap or library. */
import { remember } from '../../common/remember.ts';
import { elementCount, type Graph, tensorAt } from '../../graph/graph.ts';
import { initialState, stateTensors } from '../../graph/state.ts';
import {
  type Constant,
  collectConstants,
  type MemoryPlan,
  planMemory,
  weightBytes,
} from '../../memory/index.ts';
import { OpNode, opDef } from '../../ops/index.ts';
import type { KernelCall } from '../../ops/support/kernel-call.ts';
import { arrayDefinition } from '../c-array.ts';
import { commentText, elementLiterals } from '../c-text.ts';
import { renderTemplate } from '../render.ts';
import { elementType, typeAndShape } from '../tensor-facts.ts';
import { activationName, OperatorPrinter } from './c-operators.ts';
import { kernelFiles } from './kernel-files.ts';
import type { RuntimeEmitter, RuntimeMemory } from './runtime-emitter.ts';

/**
 * Code of one kernel, unless it says that it is larger, and of one operator that calls it, on a 32-bit core with gcc 12.2
 * at -O2. A bound on what was measured on a Cortex-M0+, a Cortex-M4 and RV32IMAC: up to 0.95 kB.
 */
const KERNEL_CODE_BYTES = 1024;
const OPERATOR_CODE_BYTES = 96;

/** Comments name that many of a table's readers. */
const NAMED_USERS = 3;

/** A constant, for the template. */
function constantText(graph: Graph, constant: Constant): { comment: string; definition: string } {
  const { name, dtype, data, tensor } = constant;
  const literals = elementLiterals(dtype, data as ArrayLike<number | bigint>, name);
  const definition = arrayDefinition(elementType(dtype), name, literals);
  if (tensor !== undefined) {
    const { name: label } = tensorAt(graph, tensor);
    return { comment: `"${commentText(label)}": ${typeAndShape(tensorAt(graph, tensor))}`, definition };
  }
  const users = [...constant.users];
  const more = users.splice(NAMED_USERS).length;
  return { comment: `For ${users.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, definition };
}

/** An activation, for the template. */
function activationText(graph: Graph, index: number, offset: number) {
  const tensor = tensorAt(graph, index);
  return {
    name: activationName(index),
    comment: `"${commentText(tensor.name)}": ${typeAndShape(tensor)}`,
    type: elementType(tensor.dtype),
    offset,
  };
}

/** State, for the template: how it is after a reset. */
function stateText(graph: Graph, index: number) {
  const { dtype, shape } = tensorAt(graph, index);
  const name = activationName(index);
  const literals = elementLiterals(
    dtype,
    initialState(tensorAt(graph, index)) as ArrayLike<number | bigint>,
    name,
  );
  const isEven = literals.every((literal) => literal === literals[0]);
  return {
    name,
    elements: elementCount(shape),
    value: isEven ? literals[0]! : `${name.toLowerCase()}_initial[i]`,
    definition: isEven ? '' : arrayDefinition(elementType(dtype), `${name.toLowerCase()}_initial`, literals),
  };
}

/** The kernels that a network calls, by their names, which are sorted. */
function kernelsOf(graph: Graph): ReadonlyMap<string, KernelCall> {
  const calls = graph.ops.flatMap((op, index) => opDef(op.type, index).kernels(new OpNode(graph, op, index)));
  const ours = calls.filter(({ hook }) => hook === undefined);
  return new Map(
    ours.map((call) => [call.kernel, call] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

/** Bytes of a network's code. */
function codeBytes(graph: Graph): number {
  const kernels = [...kernelsOf(graph).values()].map((call) => call.codeBytes ?? KERNEL_CODE_BYTES);
  return kernels.reduce((sum, bytes) => sum + bytes, graph.ops.length * OPERATOR_CODE_BYTES);
}

function activations(graph: Graph, plan: MemoryPlan) {
  return [...plan.tensors].map(([index, offset]) => activationText(graph, index, offset));
}

/** All that the source of a network says of it, whatever its name and its board. */
const describe = remember((graph: Graph) => {
  const plan = planMemory(graph);
  const constants = collectConstants(graph);
  const printer = new OperatorPrinter(graph, plan, constants);
  return {
    kernels: [...kernelsOf(graph).keys()],
    operators: graph.ops.map((op, index) => printer.print(op, index)),
    constants: constants.all.map((constant) => constantText(graph, constant)),
    activations: activations(graph, plan),
    wideArena: plan.alignment > 4,
    state: stateTensors(graph)
      .filter((index) => plan.tensors.has(index))
      .map((index) => stateText(graph, index)),
    inputs: graph.inputs.map(activationName),
    outputs: graph.outputs.map(activationName),
  };
});

/** What a network takes, on every board. */
const measure = remember((graph: Graph): RuntimeMemory => {
  const { arenaBytes } = planMemory(graph);
  return {
    arenaBytes,
    ramBytes: arenaBytes,
    weightBytes: weightBytes(graph),
    codeBytes: codeBytes(graph),
  };
});

export const c: RuntimeEmitter = {
  title: 'plain C99',

  memory: (graph) => measure(graph),

  async files({ graph, name, arenaIn, customOps }) {
    const network = describe(graph);
    const customHeaders = customOps.map(({ file }) => file);
    const values = { ...network, name, upper: name.toUpperCase(), arenaIn, customHeaders };
    const source = await renderTemplate(['runtime-c', 'network.c.ejs'], values);
    const files = new Map([[`tflq/${name}.c`, source]]);
    for (const [file, bytes] of await kernelFiles(network.kernels)) files.set(`tflq/kernels/${file}`, bytes);
    return files;
  },
};
