/**
 * A custom operator of which only its user has the code. A file tells its tensors and its options; what it makes of them
 * is the board's to know: the emitted network calls the user's function (docs/CUSTOM-OPERATORS.md).
 */
import type { TflqError } from '../../common/errors.ts';
import { CUSTOM_PREFIX } from '../../graph/custom-operator.ts';
import { type Graph, isConstant, tensorAt } from '../../graph/graph.ts';
import { type KernelArgument, type KernelCall, reads, writes } from './kernel-call.ts';
import type { OpDef } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { CUSTOM_CODE } from './options-map.ts';
import { tflmCustom } from './tflm-custom.ts';

/** Attributes: what the file has, unread. */
interface CustomAttrs {
  readonly customOptions: Uint8Array;
}

/** The names of a graph's custom operators that only the user's code knows, each once, in the order of their first use. */
export function customNames(graph: Graph): string[] {
  const names = graph.ops.flatMap(({ type }) =>
    type.startsWith(CUSTOM_PREFIX) ? [type.slice(CUSTOM_PREFIX.length)] : [],
  );
  return [...new Set(names)];
}

/** The call of the user's function: all inputs, then all outputs. */
function hookCall(node: OpNode<CustomAttrs>, name: string): KernelCall {
  const { inputs, outputs } = node.op;
  const input = (index: number, i: number): KernelArgument =>
    index >= 0 && node.input(i).isVariable ? writes(index) : reads(index);
  return {
    kernel: 'custom',
    hook: { name, options: node.attrs.customOptions },
    fields: [],
    args: [...inputs.map(input), ...outputs.map(writes)],
  };
}

/** That only the user's code computes it. */
function refusal(node: OpNode<CustomAttrs>): TflqError {
  return node.error(
    'is a custom operator, which cannot be computed or quantized here: only its own code knows what it does',
    'Give a network that is quantized already (docs/CUSTOM-OPERATORS.md).',
  );
}

/** The definition of the custom operator of that type. */
export function customOp(type: string): OpDef<CustomAttrs> {
  const name = type.slice(CUSTOM_PREFIX.length);
  const { tflmResolver, tflmRegister, tflmBuffers } = tflmCustom(name) ?? {};
  return {
    type,
    summary: 'a custom operator',
    types: [],
    shapes: (node) => node.op.outputs.map((_index, i) => node.output(i).shape),
    float(_tf, node) {
      throw refusal(node);
    },
    // What it does besides computing its outputs is its own business too.
    state: [],
    quantization: {
      input(i, node) {
        const tensor = node.optionalInput(i);
        if (tensor?.dtype === 'float32' && !isConstant(tensor)) throw refusal(node);
        return { as: 'plain' };
      },
      output(node) {
        if (node.op.outputs.some((o) => tensorAt(node.graph, o).dtype === 'float32')) throw refusal(node);
        return { as: 'plain' };
      },
    },
    tflite: { code: CUSTOM_CODE, custom: name, options: null, version: () => 1 },
    tflmResolver: tflmResolver ?? 'AddCustom',
    ...(tflmRegister && { tflmRegister }),
    ...(tflmBuffers && { tflmBuffers }),
    macs: () => 0,
    kernels: (node) => [hookCall(node, name)],
  };
}
