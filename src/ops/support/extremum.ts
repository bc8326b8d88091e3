/** MAXIMUM and MINIMUM: the larger or the smaller of two elements, with broadcasting. */
import { extremumAlgebra } from './algebra-of-pairs.ts';
import { broadcastShape, isWideBroadcast } from './broadcast.ts';
import type { NoAttrs } from './elementwise.ts';
import { int32Field } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import { defineOp, type OpDef } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { pairCall } from './pair.ts';
import { realRule } from './real-or-plain.ts';

/** How one of them differs from the other. */
interface Extremum extends Pick<OpDef<NoAttrs>, 'type' | 'summary' | 'types' | 'tflmResolver'> {
  /** BuiltinOperator code. */
  readonly code: number;
  readonly largest: boolean;
}

function version(node: OpNode<NoAttrs>): number {
  const { dtype } = node.input(0);
  if (dtype === 'int16') return 4;
  if (isWideBroadcast(node)) return 3;
  return dtype === 'int8' ? 2 : 1;
}

/** Defines one of them. */
export function extremum({ code, largest, ...names }: Extremum): OpDef<NoAttrs> {
  return defineOp<NoAttrs>({
    ...names,
    shapes: (node) => [broadcastShape(node)],
    float: (tf, _node, [a, b]) => [largest ? tf.maximum(a!, b!) : tf.minimum(a!, b!)],
    algebra: extremumAlgebra(largest),
    // The kernels compare without scaling, so that all sides must have the same parameters.
    quantization: realRule({ as: 'same-as-input' }),
    tflite: { code, options: { union: 39, fields: {} }, version },
    macs: () => 0,
    kernels(node) {
      const kernel = kernelForTypes(node, [node.input(0), node.input(1)], {
        'int8, int8 -> int8': 'extremum_s8',
        'int16, int16 -> int16': 'extremum_s16',
        'int32, int32 -> int32': 'extremum_s32',
        'int64, int64 -> int64': 'extremum_s64',
      });
      return [pairCall(node, kernel, [int32Field('largest', largest ? 1 : 0)])];
    },
  });
}
