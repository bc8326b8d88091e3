/** ARG_MAX and ARG_MIN, which differ in the element that they find. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { elementCount } from '../../graph/graph.ts';
import { int32Field, reads, writes } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import { defineOp, type OpDef, type TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** Types of indices, by their numbers in TensorType of the schema; '' marks what is none. */
const INDEX_TYPES = ['float32', '', 'int32', '', 'int64'] as const;

/** The options of both. */
interface ArgAttrs {
  /** Said once more by the output tensor, whose type counts. */
  readonly outputType: (typeof INDEX_TYPES)[number];
}

interface Arg {
  readonly type: string;
  readonly summary: string;
  readonly code: number;
  readonly union: number;
  readonly tflmResolver: string;
  readonly kernels: Readonly<Record<string, string>>;
  find(tf: TF, x: tfjs.Tensor, axis: number): tfjs.Tensor;
}

/** The dimension that is searched, counted from 0. */
function searchedAxis(node: OpNode<ArgAttrs>): number {
  const rank = node.input(0).shape.length;
  if (node.input(1).dtype !== 'int32')
    throw node.error(`has an axis of type ${node.input(1).dtype}, not int32`);
  const axes = node.constantInput(1);
  if (axes.length !== 1) throw node.error(`has ${axes.length} axes; it takes one`);
  const axis = axes[0]!;
  if (axis < -rank || axis >= rank) throw node.error(`works along axis ${axis} of ${rank} dimensions`);
  return axis < 0 ? axis + rank : axis;
}

/** An operator that finds the largest or smallest element. */
export function defineArg(arg: Arg): OpDef<ArgAttrs> {
  const { type, summary, code, union, tflmResolver } = arg;
  return defineOp<ArgAttrs>({
    type,
    summary,
    shapes(node) {
      const axis = searchedAxis(node);
      return [node.input(0).shape.filter((_dim, d) => d !== axis)];
    },
    float: (tf, node, [x]) => [arg.find(tf, x!, searchedAxis(node))],
    quantization: {
      input: (i) => ({ as: i === 0 ? 'activation' : 'plain' }),
      output: { as: 'plain' },
    },
    tflite: {
      code,
      options: {
        union,
        fields: { outputType: { slot: 0, type: 'enum', values: INDEX_TYPES, default: 'float32' } },
      },
      version: (node) => (node.input(0).dtype === 'int8' ? 2 : 1),
    },
    tflmResolver,
    macs: () => 0,
    kernels(node) {
      const kernel = kernelForTypes(node, [node.input(0)], arg.kernels);
      const { shape } = node.input(0);
      const axis = searchedAxis(node);
      return [
        {
          kernel,
          fields: [
            int32Field('outer', elementCount(shape.slice(0, axis))),
            int32Field('inner', elementCount(shape.slice(axis + 1))),
            int32Field('length', shape[axis]!),
          ],
          args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
        },
      ];
    },
  });
}
