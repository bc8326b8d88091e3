/** LOGICAL_AND and LOGICAL_OR: of two truth values, with broadcasting. */
import { broadcastShape } from './broadcast.ts';
import type { NoAttrs } from './elementwise.ts';
import { int32Field } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import { defineOp, type OpDef } from './op-def.ts';
import { pairCall } from './pair.ts';

/** How one of them differs from the other. */
interface Logical extends Pick<OpDef<NoAttrs>, 'type' | 'summary' | 'types' | 'tflmResolver'> {
  /** BuiltinOperator code, and the options' number in the union BuiltinOptions. */
  readonly code: number;
  readonly union: number;
  /** How many of the two have to be true. */
  readonly least: 1 | 2;
}

/** Defines one of them. */
export function logical({ code, union, least, ...names }: Logical): OpDef<NoAttrs> {
  return defineOp<NoAttrs>({
    ...names,
    shapes: (node) => [broadcastShape(node)],
    float(tf, _node, inputs) {
      const [a, b] = inputs.map((input) => tf.cast(input!, 'bool'));
      return [least === 2 ? tf.logicalAnd(a!, b!) : tf.logicalOr(a!, b!)];
    },
    quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
    tflite: { code, options: { union, fields: {} }, version: () => 1 },
    macs: () => 0,
    kernels(node) {
      const inputs = [node.input(0), node.input(1)];
      const kernel = kernelForTypes(node, inputs, { 'bool, bool -> bool': 'logical_bool' });
      return [pairCall(node, kernel, [int32Field('least', least)])];
    },
  });
}
