/**
 * BATCH_MATMUL: products of matrices. The last two dimensions of both inputs are matrices, [rows, depth] on the left
 * and [depth, columns] on the right, or their transposes; the dimensions before them are batches, with broadcasting.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { dtypeBytes } from '../graph/dtype.ts';
import { elementCount, type Tensor } from '../graph/graph.ts';
import { outputFactors, requireSymmetric } from './support/convolution.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, type KernelField, reads, tableField, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { mergeLoops, rowMajorStrides } from './support/loop-nest.ts';
import { defineOp, type TF } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** The options of BATCH_MATMUL. */
interface BatchMatmulAttrs {
  /** The left matrices are given as [depth, rows]. */
  readonly adjX: boolean;
  /** The right matrices are given as [columns, depth]. */
  readonly adjY: boolean;
  /** Of float activations with integer weights, which are no kernel's business here. */
  readonly asymmetricQuantizeInputs: boolean;
}

type Node = OpNode<BatchMatmulAttrs>;

/** Bytes of the data of TFLM's kernel, and of its quantization. */
const TFLM_DATA = 16 + 32;

/** Dimensions that TFLM takes. */
const [LEAST_RANK, MOST_RANK] = [2, 5];

interface Geometry {
  /** Of the output, without its matrices. */
  readonly batches: readonly number[];
  /** Batches of the inputs, with 1s before them up to the output's number of dimensions. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** The last two dimensions: those of the matrices, in the order that they have where nothing is transposed. */
function matrix(shape: readonly number[], isTransposed: boolean): [number, number] {
  const [first, second] = shape.slice(-2) as [number, number];
  return isTransposed ? [second, first] : [first, second];
}

function geometry(node: Node): Geometry {
  checkInputCount(node, 2, 2);
  const shapes = [node.input(0).shape, node.input(1).shape] as const;
  for (const { length } of shapes) {
    if (length < LEAST_RANK || length > MOST_RANK) {
      throw node.error(`has an input of ${length} dimensions; it takes ${LEAST_RANK} to ${MOST_RANK}`);
    }
  }
  const rank = Math.max(...shapes.map(({ length }) => length)) - 2;
  const [left, right] = shapes.map((shape) => {
    const own = shape.slice(0, -2);
    return [...new Array<number>(rank - own.length).fill(1), ...own];
  }) as [number[], number[]];
  const [rows, depth] = matrix(shapes[0], node.attrs.adjX);
  const [rightDepth, columns] = matrix(shapes[1], node.attrs.adjY);
  const fits = left.every((dim, d) => dim === right[d] || dim === 1 || right[d] === 1);
  const isEmpty = shapes.flat().some((dim) => dim < 1);
  if (!fits || isEmpty || depth !== rightDepth) {
    const [a, b] = shapes.map((shape) => `[${shape.join(', ')}]`);
    const adjoint = (is: boolean) => (is ? ' transposed' : '');
    throw node.error(`cannot multiply ${a}${adjoint(node.attrs.adjX)} with ${b}${adjoint(node.attrs.adjY)}`);
  }
  const batches = left.map((dim, d) => (dim === 1 ? right[d]! : dim));
  return { batches, left, right, rows, columns, depth };
}

/** Matrices as one row of batches, each repeated where it serves several. */
function stretch(tf: TF, x: tfjs.Tensor, own: readonly number[], batches: readonly number[]): tfjs.Tensor3D {
  const [first, second] = x.shape.slice(-2) as [number, number];
  const whole = tf.broadcastTo(tf.reshape(x, [...own, first, second]), [...batches, first, second]);
  return tf.reshape(whole, [elementCount(batches), first, second]);
}

/** How the kernel finds the matrices of a batch. */
function batchFields({ batches, left, right, rows, columns, depth }: Geometry): KernelField[] {
  const stridesOf = (own: readonly number[], matrixSize: number) =>
    rowMajorStrides(own).map((stride, d) => (own[d] === 1 ? 0 : stride * matrixSize));
  const { extents, strides } = mergeLoops({
    extents: batches,
    strides: [stridesOf(left, rows * depth), stridesOf(right, depth * columns)],
  });
  // Tables in C may not be empty.
  const filled = (values: readonly number[], one: number) => (values.length > 0 ? values : [one]);
  return [
    int32Field('batches', elementCount(batches)),
    int32Field('rank', Math.max(1, extents.length)),
    tableField('extents', filled(extents, 1)),
    tableField('left_strides', filled(strides[0]!, 0)),
    tableField('right_strides', filled(strides[1]!, 0)),
  ];
}

/** How the kernel walks over matrices. */
function matrixFields({ attrs }: Node, { rows, columns, depth }: Geometry): KernelField[] {
  return [
    int32Field('rows', rows),
    int32Field('columns', columns),
    int32Field('depth', depth),
    int32Field('left_row_stride', attrs.adjX ? 1 : depth),
    int32Field('left_depth_stride', attrs.adjX ? rows : 1),
    int32Field('right_column_stride', attrs.adjY ? depth : 1),
    int32Field('right_depth_stride', attrs.adjY ? 1 : columns),
  ];
}

/** Bytes of a transposed tensor in TFLM's arena: its data, its shape, itself, each aligned to 16 bytes. */
function transposedBytes({ shape, dtype }: Tensor): number {
  return [elementCount(shape) * dtypeBytes(dtype), 4 + 4 * shape.length, 12]
    .map((bytes) => Math.ceil(bytes / 16) * 16)
    .reduce((sum, bytes) => sum + bytes, 0);
}

export default defineOp<BatchMatmulAttrs>({
  type: 'BATCH_MATMUL',
  summary: 'products of matrices',
  types: ['int8', 'int16'],
  shapes(node) {
    const { batches, rows, columns } = geometry(node);
    return [[...batches, rows, columns]];
  },
  float(tf, node, [a, b]) {
    const { batches, left, right, rows, columns } = geometry(node);
    const { adjX, adjY } = node.attrs;
    const product = tf.matMul(stretch(tf, a!, left, batches), stretch(tf, b!, right, batches), adjX, adjY);
    return [tf.reshape(product, [...batches, rows, columns])];
  },
  algebra: {
    linear(node) {
      const { adjX, adjY } = node.attrs;
      const last = node.input(1).shape.length - 1;
      const inputAxis = adjX ? null : { axis: adjY ? last : last - 1, neighbours: 1 };
      return { data: 0, weights: 1, bias: null, outputAxis: adjY ? last - 1 : last, inputAxis, pads: false };
    },
  },
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'activation' } },
  tflite: {
    code: 126,
    options: {
      union: 101,
      fields: {
        adjX: { slot: 0, type: 'bool', default: false },
        adjY: { slot: 1, type: 'bool', default: false },
        asymmetricQuantizeInputs: { slot: 2, type: 'bool', default: false },
      },
    },
    version(node) {
      const { dtype } = node.input(0);
      if (dtype === 'int16') return 3;
      if (dtype === 'int8') return 2;
      return node.attrs.asymmetricQuantizeInputs ? 4 : 1;
    },
  },
  tflmResolver: 'AddBatchMatMul',
  // TFLM transposes what it multiplies by columns, and keeps it.
  tflmBuffers(node) {
    const { adjX, adjY } = node.attrs;
    const kept = [...(adjX ? [node.input(0)] : []), ...(adjY ? [] : [node.input(1)])];
    // Of the output's shape it keeps a copy.
    const data = TFLM_DATA + Math.ceil((4 + 4 * node.output().shape.length) / 16) * 16;
    return { data: kept.reduce((sum, tensor) => sum + transposedBytes(tensor), data), scratch: [] };
  },
  macs(node) {
    const { batches, rows, columns, depth } = geometry(node);
    return elementCount(batches) * rows * columns * depth;
  },
  kernels(node) {
    const walk = geometry(node);
    const [left, right, output] = [node.input(0), node.input(1), node.output()];
    const kernel = kernelForTypes(node, [left, right], {
      'int8, int8 -> int8': 'batch_matmul_s8',
      'int16, int16 -> int16': 'batch_matmul_s16',
    });
    const isWide = output.dtype === 'int16';
    if (isWide) requireSymmetric(node, [left, right, output]);
    const real = (node.scale(left) * node.scale(right)) / node.scale(output);
    const [factor] = outputFactors(node, [real], isWide ? 64 : 32);
    const zeroPoint = (name: string, tensor: Tensor) =>
      isWide ? [] : [int32Field(name, node.zeroPoint(tensor))];
    return [
      {
        kernel,
        fields: [
          ...batchFields(walk),
          ...matrixFields(node, walk),
          ...zeroPoint('left_zero_point', left),
          ...zeroPoint('right_zero_point', right),
          int32Field('output_multiplier', factor!.multiplier),
          int32Field('output_shift', factor!.shift),
          ...zeroPoint('output_zero_point', output),
        ],
        args: [reads(node.inputIndex(0)), reads(node.inputIndex(1)), writes(node.outputIndex(0))],
      },
    ];
  },
});
