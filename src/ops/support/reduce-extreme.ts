/** REDUCE_MAX and REDUCE_MIN, which differ in the element that they pick. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { versionByType } from './elementwise.ts';
import { reads, writes } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import { defineOp, type OpDef, type TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import {
  REDUCE_OPTIONS,
  type ReduceAttrs,
  reduceBuffers,
  reducedAxes,
  reducedShape,
  reduceFields,
} from './reduce.ts';

interface Extreme {
  readonly type: string;
  readonly summary: string;
  readonly code: number;
  readonly tflmResolver: string;
  readonly kernel: string;
  reduce(tf: TF, x: tfjs.Tensor, axes: number[], keepDims: boolean): tfjs.Tensor;
}

/** The kernel copies an element as it is, so that both sides must have the same parameters. */
function checkSameQuantization(node: OpNode<ReduceAttrs>): void {
  const [input, output] = [node.input(0), node.output()];
  if (node.scale(input) === node.scale(output) && node.zeroPoint(input) === node.zeroPoint(output)) return;
  throw node.error(
    'has an output of another scale or zero point than its input; its kernel does not rescale',
  );
}

/** An operator that picks the largest or smallest element. */
export function defineReduceExtreme(extreme: Extreme): OpDef<ReduceAttrs> {
  const { type, summary, code, tflmResolver } = extreme;
  return defineOp<ReduceAttrs>({
    type,
    summary,
    types: ['int8'],
    shapes: reducedShape,
    float: (tf, node, [x]) => [extreme.reduce(tf, x!, reducedAxes(node), node.attrs.keepDims)],
    quantization: {
      input: (i) => ({ as: i === 0 ? 'activation' : 'plain' }),
      output: { as: 'same-as-input' },
    },
    tflite: { code, options: REDUCE_OPTIONS, version: versionByType },
    tflmResolver,
    tflmBuffers: (node) => reduceBuffers(node, false),
    macs: () => 0,
    kernels(node) {
      const kernel = kernelForTypes(node, [node.input(0)], { 'int8 -> int8': extreme.kernel });
      checkSameQuantization(node);
      const args = [reads(node.inputIndex(0)), writes(node.outputIndex(0))];
      return [{ kernel, fields: reduceFields(node), args }];
    },
  });
}
