/** A network's operators as calls of their kernels in C. */
import { type Graph, isConstant, type Op, tensorAt } from '../../graph/graph.ts';
import type { Constants, MemoryPlan } from '../../memory/index.ts';
import { OpNode, opDef } from '../../ops/index.ts';
import type { CustomHook, KernelArgument, KernelCall, KernelField } from '../../ops/support/kernel-call.ts';
import { commentText, floatLiteral, int32Literal } from '../c-text.ts';
import { typeAndShape } from '../tensor-facts.ts';
import { printCustomCall } from './custom-calls.ts';

const LINE_LENGTH = 110;

/** One call of a kernel, for the template. */
interface CallText {
  readonly kernel: string;
  /** Of a custom operator, what stands before the call; it has no parameters. */
  readonly declarations?: string;
  /** Name of its constant parameters. */
  readonly params: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** The statement, indented. */
  readonly text: string;
}

/** One operator, for the template. */
interface OperatorText {
  readonly name: string;
  readonly comment: string;
  readonly calls: readonly CallText[];
}

/** How an activation is called in the emitted code. */
export function activationName(tensor: number): string {
  return `TENSOR_${tensor}`;
}

/** Prints the operators of one network. */
export class OperatorPrinter {
  readonly #graph: Graph;
  readonly #plan: MemoryPlan;
  readonly #constants: Constants;

  constructor(graph: Graph, plan: MemoryPlan, constants: Constants) {
    this.#graph = graph;
    this.#plan = plan;
    this.#constants = constants;
  }

  /** Operation `index` of the graph. */
  print(op: Op, index: number): OperatorText {
    const calls = opDef(op.type, index).kernels(new OpNode(this.#graph, op, index));
    return {
      name: `op_${index}_${op.type.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`,
      comment: `${index} ${commentText(op.type)}: ${this.#shapes(op.inputs)} -> ${this.#shapes(op.outputs)}`,
      calls: calls.map((call, c) =>
        call.hook === undefined ? this.#call(call, index, c, calls.length) : this.#customCall(call.hook, op),
      ),
    };
  }

  #customCall(hook: CustomHook, op: Op): CallText {
    const place = (tensor: number): string => (tensor < 0 ? 'NULL' : this.#place(tensor));
    const printed = printCustomCall(this.#graph, op, hook, place);
    return { kernel: 'custom', params: '', fields: [], ...printed };
  }

  #shapes(indices: readonly number[]): string {
    return indices
      .map((index) => (index < 0 ? 'none' : typeAndShape(tensorAt(this.#graph, index))))
      .join(', ');
  }

  #call(call: KernelCall, op: number, c: number, count: number): CallText {
    const params = count === 1 ? 'params' : `params_${c}`;
    const args = call.args.map((arg, a) => this.#argument(arg, op, c, a));
    return {
      kernel: call.kernel,
      params,
      fields: call.fields.map((field) => ({ name: field.name, value: this.#field(field) })),
      text: wrapCall(`tflq_${call.kernel}`, [`&${params}`, ...args]),
    };
  }

  #field(field: KernelField): string {
    switch (field.type) {
      case 'int32':
        return int32Literal(field.value);
      case 'float':
        return floatLiteral(field.value);
      case 'table':
        return this.#constants.ofTable(field.values);
    }
  }

  #argument(arg: KernelArgument, op: number, call: number, index: number): string {
    switch (arg.kind) {
      case 'absent':
        return 'NULL';
      case 'scratch':
        return `(void *)(arena.bytes + ${this.#plan.scratch(op, call, index)})`;
      default:
        return this.#place(arg.tensor);
    }
  }

  /** Where a tensor lies. */
  #place(tensor: number): string {
    if (!isConstant(tensorAt(this.#graph, tensor))) return activationName(tensor);
    return this.#constants.ofTensor(tensor) ?? 'NULL';
  }
}

/** A call as a statement, indented; its arguments go on below each other where the line gets too long. */
function wrapCall(name: string, args: readonly string[]): string {
  const opening = `  ${name}(`;
  let text = opening;
  let column = opening.length;
  for (const [index, arg] of args.entries()) {
    const last = index === args.length - 1;
    const piece = `${arg}${last ? ');' : ','}`;
    if (index > 0 && column + 1 + piece.length > LINE_LENGTH) {
      text += `\n${' '.repeat(opening.length)}${piece}`;
      column = opening.length + piece.length;
    } else {
      text += `${index === 0 ? '' : ' '}${piece}`;
      column += piece.length + (index === 0 ? 0 : 1);
    }
  }
  return text;
}
