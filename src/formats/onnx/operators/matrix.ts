/** Gemm and MatMul: FULLY_CONNECTED where one side is constant, BATCH_MATMUL otherwise. */
import {
  type Constant,
  isRealConstant,
  mapped,
  realValues,
  reordered,
  reshaped,
  transposed,
} from '../../support/constants/constant.ts';
import { aligned, arranged, inPlace, unmixed, withLast } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { reshapedActivation } from '../reshape.ts';
import { type Activation, activation, identity, mixedPlaces, sameOrder, type Value } from '../values.ts';
import { addWeights } from '../weights.ts';
import { times } from './activations.ts';

/** Dimensions of a transposed matrix. */
const SWAPPED = [1, 0];

/** The activation with its last dimension in the last place of its tensor, where it may be mixed. */
function rowsLast(node: NodeImport, value: Activation): Activation {
  const last = value.shape.length - 1;
  if (value.order.at(-1) === last && (value.mixed === undefined || value.mixed.axis === last)) return value;
  return withLast(node, value, last);
}

/**
 * The input's last dimension times weights.
 *
 * @param weights [outputs, inputs]; their inputs follow the order in which the input's elements lie
 */
function fullyConnected(node: NodeImport, value: Activation, weights: Constant, bias?: Constant): Activation {
  const [outputs, inputs] = weights.shape as [number, number];
  const rows = rowsLast(node, value);
  const last = rows.shape.length - 1;
  if (rows.shape[last] !== inputs) {
    throw node.error(`cannot multiply [${rows.shape.join(', ')}] with weights of [${inputs}, ${outputs}]`);
  }
  const laid = rows.mixed === undefined ? weights : reordered(weights, 1, mixedPlaces(rows.mixed));
  const tensors = [rows.tensor, addWeights(node, laid)];
  if (bias !== undefined) tensors.push(node.addConstant(bias, 'bias'));
  const tensor = node.op('FULLY_CONNECTED', tensors, { keepNumDims: last !== 1 });
  return { kind: 'activation', tensor, shape: [...rows.shape.slice(0, -1), outputs], order: rows.order };
}

/** A matrix, transposed where that is asked for. Nothing moves for it. */
function matrix(node: NodeImport, value: Activation, swap: boolean): Activation {
  if (value.shape.length !== 2) throw node.error(`takes no matrix of the shape [${value.shape.join(', ')}]`);
  if (!swap) return value;
  const plain = unmixed(node, value);
  return { ...plain, shape: [plain.shape[1]!, plain.shape[0]!], order: plain.order.map((d) => 1 - d) };
}

/** Gemm's third input as a bias, one number an output; undefined where it is none. */
function biasOf(value: Value | undefined, outputs: number, factor: number): Constant | undefined {
  if (value?.kind !== 'constant' || !isRealConstant(value)) return undefined;
  const scaled = factor === 1 ? value : mapped(value, (x) => x * factor);
  if (scaled.data.length === outputs && scaled.shape.at(-1) === outputs) return reshaped(scaled, [outputs]);
  if (scaled.data.length !== 1) return undefined;
  return reordered(reshaped(realValues(scaled), [1]), 0, new Array<number>(outputs).fill(0));
}

const gemm: Convert = (node) => {
  const [alpha, beta] = [node.attributes.float('alpha', 1), node.attributes.float('beta', 1)];
  const [swapA, swapB] = ['transA', 'transB'].map((name) => node.attributes.int(name, 0) !== 0) as [
    boolean,
    boolean,
  ];
  const a = matrix(node, node.activation(0), swapA);
  const b = node.value(1);
  const c = node.inputs[2];
  if (b.kind === 'activation') {
    const product = batchMatMul(node, a, matrix(node, b, swapB));
    return added(node, inPlace(product, times(node, product.tensor, alpha)), c, beta);
  }
  if (b.shape.length !== 2) throw node.error(`has weights of the shape [${b.shape.join(', ')}]`);
  const outputs = b.shape[swapB ? 0 : 1]!;
  const scaled = alpha === 1 ? b : { ...mapped(b, (x) => x * alpha), shape: b.shape };
  const bias = biasOf(c, outputs, beta);
  const result = fullyConnected(node, a, swapB ? scaled : transposed(scaled, SWAPPED), bias);
  return bias === undefined ? added(node, result, c, beta) : result;
};

/** A product plus Gemm's third input, where that is more than a bias. */
function added(node: NodeImport, product: Activation, c: Value | undefined, beta: number): Activation {
  if (c === undefined || beta === 0) return product;
  const scaled =
    c.kind === 'activation' ? inPlace(c, times(node, c.tensor, beta)) : mapped(c, (x) => x * beta);
  const { tensors, like } = aligned(node, [product, scaled]);
  return inPlace(like, node.op('ADD', tensors));
}

/** An operand of BATCH_MATMUL: the tensor, and whether its matrices lie transposed. */
function operand(node: NodeImport, value: Activation): { tensor: number; swapped: boolean } {
  const plain = unmixed(node, value);
  const rank = plain.shape.length;
  const straight = identity(rank);
  const swapped = [...straight.slice(0, -2), rank - 1, rank - 2];
  if (sameOrder(plain.order, swapped)) return { tensor: plain.tensor, swapped: true };
  return { tensor: arranged(node, plain, straight).tensor, swapped: false };
}

/** Matrices in pairs, both computed. */
function batchMatMul(node: NodeImport, a: Activation, b: Activation): Activation {
  const rank = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [a, b].map((value) => {
    const added = rank - value.shape.length;
    return reshapedActivation(node, value, [...new Array<number>(added).fill(1), ...value.shape]);
  }) as [Activation, Activation];
  const [x, y] = [operand(node, left), operand(node, right)];
  const tensor = node.op('BATCH_MATMUL', [x.tensor, y.tensor], { adjX: x.swapped, adjY: y.swapped });
  return activation(tensor, node.builder.tensor(tensor).shape);
}

/** A vector as a matrix of one row or column, which leaves the result again. */
function matMul(node: NodeImport, a: Value, b: Value): Activation {
  if (a.shape.length === 0 || b.shape.length === 0) throw node.error('multiplies a single number');
  if (a.shape.length === 1 || b.shape.length === 1) {
    const wide = (value: Value, shape: number[]): Value =>
      value.kind === 'constant' ? reshaped(value, shape) : reshapedActivation(node, value, shape);
    const [p, q] = [a.shape.length === 1, b.shape.length === 1];
    const product = matMul(node, p ? wide(a, [1, a.shape[0]!]) : a, q ? wide(b, [b.shape[0]!, 1]) : b);
    const rank = product.shape.length;
    const shape = product.shape.filter((_dim, d) => !(p && d === rank - 2) && !(q && d === rank - 1));
    return reshapedActivation(node, product, shape);
  }
  if (a.kind === 'activation' && b.kind === 'constant' && isMatrix(b)) {
    return fullyConnected(node, a, transposed(asMatrix(b), SWAPPED));
  }
  if (a.kind === 'constant' && b.kind === 'activation' && a.shape.length === 2) {
    // A·B = (Bᵀ·Aᵀ)ᵀ
    const rank = b.shape.length;
    const swap = [...identity(rank - 2), rank - 1, rank - 2];
    return permuted(fullyConnected(node, permuted(unmixed(node, b), swap), a), swap);
  }
  return batchMatMul(node, node.lift(a), node.lift(b));
}

/** True for one matrix, whatever dimensions of 1 lie before it. */
function isMatrix({ shape }: Constant): boolean {
  return shape.slice(0, -2).every((dim) => dim === 1);
}

function asMatrix(constant: Constant): Constant {
  return reshaped(constant, constant.shape.slice(-2));
}

/** The activation with its ONNX dimensions in another order; the tensor stays. */
function permuted(value: Activation, perm: readonly number[]): Activation {
  return {
    kind: 'activation',
    tensor: value.tensor,
    shape: perm.map((d) => value.shape[d]!),
    order: value.order.map((d) => perm.indexOf(d)),
  };
}

export const matrices: Operators = {
  Gemm: gemm,
  MatMul: (node) => matMul(node, node.value(0), node.value(1)),
};
