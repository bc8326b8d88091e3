/** MEAN: the mean over some dimensions. */
import { elementCount } from '../graph/graph.ts';
import { versionByType } from './support/elementwise.ts';
import { type FixedPoint, quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field, reads, tableField, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { type LoopNest, mergeLoops, rowMajorStrides, splitRows } from './support/loop-nest.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of MEAN. */
interface MeanAttrs {
  readonly keepDims: boolean;
}

/** The dimensions that are averaged: each once, counted from 0, in ascending order. */
function axes(node: OpNode<MeanAttrs>): number[] {
  const rank = node.input(0).shape.length;
  if (node.input(1).dtype !== 'int32') throw node.error(`has axes of type ${node.input(1).dtype}, not int32`);
  const resolved = node.constantInput(1).map((axis) => {
    if (axis < -rank || axis >= rank) throw node.error(`averages over axis ${axis} of ${rank} dimensions`);
    return axis < 0 ? axis + rank : axis;
  });
  return [...new Set(resolved)].sort((a, b) => a - b);
}

/** The loops over the dimensions for which `averaged` holds or does not. */
function loops(node: OpNode<MeanAttrs>, averaged: boolean): LoopNest {
  const { shape } = node.input(0);
  const over = axes(node);
  const dims = shape.map((_dim, d) => d).filter((d) => over.includes(d) === averaged);
  const strides = rowMajorStrides(shape);
  return { extents: dims.map((d) => shape[d]!), strides: [dims.map((d) => strides[d]!)] };
}

/**
 * A multiplier divided by the number of elements of one mean, as TFLite's QuantizedMeanOrSum divides it: raised by
 * as many bits as the number has below its highest one first, and truncated.
 */
function dividedBy({ multiplier, shift }: FixedPoint, count: number): FixedPoint {
  const bits = Math.min(31 - Math.clz32(count), 31 + shift);
  return {
    multiplier: Number((BigInt(multiplier) << BigInt(bits)) / BigInt(count)),
    shift: shift - bits,
  };
}

export default defineOp<MeanAttrs>({
  type: 'MEAN',
  summary: 'the mean over some dimensions',
  shapes(node) {
    const over = axes(node);
    const { shape } = node.input(0);
    if (node.attrs.keepDims) return [shape.map((dim, d) => (over.includes(d) ? 1 : dim))];
    return [shape.filter((_dim, d) => !over.includes(d))];
  },
  float: (tf, node, [x]) => [tf.mean(x!, axes(node), node.attrs.keepDims)],
  quantization: {
    input: (i) => ({ as: i === 0 ? 'activation' : 'plain' }),
    output: { as: 'activation' },
  },
  tflite: {
    code: 40,
    options: { union: 27, fields: { keepDims: { slot: 0, type: 'bool', default: false } } },
    version: versionByType,
  },
  tflmResolver: 'AddMean',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], { 'int8 -> int8': 'mean_s8' });
    const averaged = splitRows(loops(node, true));
    const count = averaged.rows * averaged.length;
    const kept = mergeLoops(loops(node, false));
    const scale = dividedBy(quantizeMultiplier(node.scale(input) / node.scale(output)), count);
    return [
      {
        kernel,
        fields: [
          int32Field('outputs', elementCount(kept.extents)),
          int32Field('kept_rank', Math.max(1, kept.extents.length)),
          tableField('kept_extents', kept.extents.length > 0 ? kept.extents : [1]),
          tableField('kept_strides', kept.extents.length > 0 ? kept.strides[0]! : [0]),
          int32Field('rows', averaged.rows),
          int32Field('row_length', averaged.length),
          int32Field('row_step', averaged.steps[0]!),
          int32Field('rank', averaged.outer.extents.length),
          tableField('extents', averaged.outer.extents),
          tableField('strides', averaged.outer.strides[0]!),
          int32Field('input_zero_sum', node.zeroPoint(input) * count),
          int32Field('output_zero_point', node.zeroPoint(output)),
          int32Field('output_multiplier', scale.multiplier),
          int32Field('output_shift', scale.shift),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
