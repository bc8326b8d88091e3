/** ARG_MAX and ARG_MIN, which differ in the element that they find. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { reads, writes } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import { oneAxis, oneAxisFields } from './one-axis.ts';
import { defineOp, type OpDef, type TF } from './op-def.ts';

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

/** An operator that finds the largest or smallest element. */
export function defineArg(arg: Arg): OpDef<ArgAttrs> {
  const { type, summary, code, union, tflmResolver } = arg;
  return defineOp<ArgAttrs>({
    type,
    summary,
    types: ['int8', 'float32'],
    shapes(node) {
      const axis = oneAxis(node);
      return [node.input(0).shape.filter((_dim, d) => d !== axis)];
    },
    float: (tf, node, [x]) => [arg.find(tf, x!, oneAxis(node))],
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
    tflmBuffers: () => ({ data: 0, scratch: [] }),
    macs: () => 0,
    kernels(node) {
      const kernel = kernelForTypes(node, [node.input(0)], arg.kernels);
      const args = [reads(node.inputIndex(0)), writes(node.outputIndex(0))];
      return [{ kernel, fields: oneAxisFields(node), args }];
    },
  });
}
