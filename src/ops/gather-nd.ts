/**
 * GATHER_ND: slices of a tensor, each chosen by indices of its first dimensions. The indices, which the last dimension
 * of the second input holds for each slice, may be known at run time only.
 */
import type { DType } from '../graph/dtype.ts';
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, reads, tableField, writes } from './support/kernel-call.ts';
import { rowMajorStrides } from './support/loop-nest.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { heldPosition } from './support/positions.ts';

const TYPES: readonly DType[] = ['int8', 'float32'];

/** TFLM's limits. */
const MAX_DEPTH = 5;
const MAX_RANK = 6;

/** The slices. */
interface Slices {
  readonly count: number;
  /** Elements of one. */
  readonly size: number;
  /** Indices for each. */
  readonly depth: number;
  /** Elements from one index of a dimension to the next. */
  readonly strides: readonly number[];
  /** Where the last slice of the input begins. */
  readonly last: number;
}

function slices(node: OpNode<NoAttrs>): Slices {
  checkInputCount(node, 2, 2);
  const [data, by] = [node.input(0), node.input(1)];
  if (by.dtype !== 'int32') throw node.error(`has indices of type ${by.dtype}; it needs int32`);
  const depth = by.shape.at(-1) ?? 0;
  if (!(depth >= 1 && depth <= Math.min(data.shape.length, MAX_DEPTH))) {
    throw node.error(`chooses from [${data.shape.join(', ')}] by indices of [${by.shape.join(', ')}]`);
  }
  const size = elementCount(data.shape.slice(depth));
  return {
    count: elementCount(by.shape.slice(0, -1)),
    size,
    depth,
    strides: rowMajorStrides(data.shape).slice(0, depth),
    last: elementCount(data.shape) - size,
  };
}

/** Where a slice begins, held within the input as the kernel holds it. */
function start({ depth, strides, last }: Slices, indices: ArrayLike<number>, k: number): number {
  return heldPosition(
    strides.reduce((sum, stride, d) => sum + indices[k * depth + d]! * stride, 0),
    last + 1,
  );
}

/** Refuses constant indices of a slice that does not lie in the input. */
function checkIndices(node: OpNode<NoAttrs>, chosen: Slices): void {
  if (node.input(1).data === undefined) return;
  const indices = node.constantInput(1);
  const { count, depth, strides, last } = chosen;
  for (let k = 0; k < count; k++) {
    const own = indices.slice(k * depth, (k + 1) * depth);
    const at = strides.reduce((sum, stride, d) => sum + own[d]! * stride, 0);
    if (at < 0 || at > last) {
      throw node.error(`chooses [${own.join(', ')}] out of [${node.input(0).shape.join(', ')}]`);
    }
  }
}

function outputShape(node: OpNode<NoAttrs>): number[] {
  const chosen = slices(node);
  checkIndices(node, chosen);
  const shape = [...node.input(1).shape.slice(0, -1), ...node.input(0).shape.slice(chosen.depth)];
  if (shape.length > MAX_RANK) {
    throw node.error(`has an output of ${shape.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  return shape;
}

export default defineOp<NoAttrs>({
  type: 'GATHER_ND',
  summary: 'slices of a tensor, each chosen by several indices',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float(tf, node, [x, by]) {
    const chosen = slices(node);
    const [values, indices] = [x!.dataSync(), by!.dataSync()];
    const result = new Float32Array(chosen.count * chosen.size);
    for (let k = 0; k < chosen.count; k++) {
      const at = start(chosen, indices, k);
      result.set(values.subarray(at, at + chosen.size), k * chosen.size);
    }
    return [tf.tensor(result, outputShape(node), x!.dtype)];
  },
  quantization: movedRule(),
  tflite: { code: 107, options: { union: 83, fields: {} }, version: () => 1 },
  tflmResolver: 'AddGatherNd',
  macs: () => 0,
  kernels(node) {
    outputShape(node);
    checkMovedTypes(node, [0], TYPES);
    const { count, size, depth, strides, last } = slices(node);
    const bytes = dtypeBytes(node.output().dtype);
    return [
      {
        kernel: 'gather_nd',
        fields: [
          int32Field('slices', count),
          int32Field('slice_bytes', size * bytes),
          int32Field('last', last * bytes),
          int32Field('depth', depth),
          tableField(
            'strides',
            strides.map((stride) => stride * bytes),
          ),
        ],
        args: [reads(node.inputIndex(0)), reads(node.inputIndex(1)), writes(node.outputIndex(0))],
      },
    ];
  },
});
