/** EQUAL, LESS and the other comparisons of two tensors, element by element, with broadcasting. */
import type { Tensor as TfTensor } from '@tensorflow/tfjs-core';
import type { DType } from '../../graph/dtype.ts';
import { broadcastShape } from './broadcast.ts';
import type { NoAttrs } from './elementwise.ts';
import { type FixedPoint, quantizeMultiplier } from './fixed-point.ts';
import { int32Field, type KernelField } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import { defineOp, type OpDef, type TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { pairCall } from './pair.ts';
import { realOrPlain } from './real-or-plain.ts';

/** The outcomes of a comparison, as tflq_compare.h has them. */
const OUTCOMES = { less: 1, equal: 2, greater: 4 };

/** How one of them differs from the others. */
interface Comparison extends Pick<OpDef<NoAttrs>, 'type' | 'summary' | 'types' | 'tflmResolver'> {
  /** BuiltinOperator code, and the options' number in the union BuiltinOptions. */
  readonly code: number;
  readonly union: number;
  /** Versions of the types that need another one than 1. */
  readonly versions: Readonly<Partial<Record<DType, number>>>;
  /** The outcomes that make it true. */
  readonly accepts: readonly (keyof typeof OUTCOMES)[];
  float(tf: TF, a: TfTensor, b: TfTensor): TfTensor;
}

/** The scale of an int8 input as a factor; TFLM takes only those below 1. */
function scaleFactor(node: OpNode<NoAttrs>, i: number): FixedPoint {
  const scale = node.scale(node.input(i));
  const factor = quantizeMultiplier(scale);
  if (scale >= 1 || factor.shift > 0) {
    throw node.error(
      `compares an input with the scale ${scale}; its integer kernel takes scales below 1`,
      'Scale the numbers down before they are compared, in the model.',
    );
  }
  return factor;
}

function scaleFields(node: OpNode<NoAttrs>): KernelField[] {
  return [0, 1].flatMap((i) => {
    const { multiplier, shift } = scaleFactor(node, i);
    return [
      int32Field(`input${i + 1}_zero_point`, node.zeroPoint(node.input(i))),
      int32Field(`input${i + 1}_multiplier`, multiplier),
      int32Field(`input${i + 1}_shift`, shift),
    ];
  });
}

/** Only these two compare truth values. */
const OF_TRUTH_VALUES = { 'bool, bool -> bool': 'compare_bool' };

/** Defines one of them. */
export function comparison({ code, union, versions, accepts, float, ...names }: Comparison): OpDef<NoAttrs> {
  const ordered = accepts.includes('less') !== accepts.includes('greater');
  const kernels = {
    'int8, int8 -> bool': 'compare_s8',
    'int32, int32 -> bool': 'compare_s32',
    'int64, int64 -> bool': 'compare_s64',
    ...(!ordered && OF_TRUTH_VALUES),
  };
  const accepted = accepts.reduce((sum, outcome) => sum + OUTCOMES[outcome], 0);
  return defineOp<NoAttrs>({
    ...names,
    shapes: (node) => [broadcastShape(node)],
    float: (tf, _node, [a, b]) => [float(tf, a!, b!)],
    quantization: { input: (i, node) => realOrPlain(node, i), output: { as: 'plain' } },
    tflite: {
      code,
      options: { union, fields: {} },
      version: (node) => versions[node.input(0).dtype] ?? 1,
    },
    macs: () => 0,
    kernels(node) {
      const kernel = kernelForTypes(node, [node.input(0), node.input(1)], kernels);
      const scales = node.input(0).dtype === 'int8' ? scaleFields(node) : [];
      return [pairCall(node, kernel, [int32Field('accepted', accepted), ...scales])];
    },
  });
}
