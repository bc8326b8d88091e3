/** MatMul and BatchMatMul: FULLY_CONNECTED by constant weights, BATCH_MATMUL otherwise. */
import { type Constant, transposed } from '../../support/constants/constant.ts';
import type { NodeImport, Operators } from '../node-import.ts';
import { type Computed, computed, identity } from '../values.ts';
import { addWeights } from '../weights.ts';

/** The last two dimensions in the other order. */
function swapped(rank: number): number[] {
  return [...identity(rank - 2), rank - 1, rank - 2];
}

/** The last dimension of a tensor times weights, [outputs, inputs]. */
function byWeights(node: NodeImport, tensor: number, weights: Constant): Computed {
  const { shape } = node.builder.tensor(tensor);
  const inputs = weights.shape[1];
  if (shape.at(-1) !== inputs) {
    throw node.error(`cannot multiply [${shape.join(', ')}] with weights of ${inputs} inputs`);
  }
  const attrs = { keepNumDims: shape.length !== 2 };
  return node.result('FULLY_CONNECTED', [tensor, addWeights(node, weights)], attrs);
}

/** A product of matrices, each perhaps transposed. */
export function product(node: NodeImport, swapA: boolean, swapB: boolean): Computed {
  const [a, b] = [node.value(0), node.value(1)];
  const rank = node.shape(0).length;
  if (rank < 2 || node.shape(1).length < 2) throw node.error('multiplies what are no matrices');
  if (b.kind === 'constant' && b.shape.length === 2) {
    const rows = swapA ? node.transpose(node.tensor(0), swapped(rank)) : node.tensor(0);
    return byWeights(node, rows, swapB ? b : transposed(b, [1, 0]));
  }
  // Weights on the left: (A × B) is (Bᵀ × Aᵀ)ᵀ.
  if (a.kind === 'constant' && a.shape.length === 2 && node.shape(1).length === 2) {
    const columns = swapB ? node.tensor(1) : node.transpose(node.tensor(1), [1, 0]);
    const { tensor } = byWeights(node, columns, swapA ? transposed(a, [1, 0]) : a);
    return computed(node.transpose(tensor, [1, 0]));
  }
  return node.result('BATCH_MATMUL', [node.tensor(0), node.tensor(1)], { adjX: swapA, adjY: swapB });
}

const batchProduct = (node: NodeImport) => product(node, node.flag('adj_x'), node.flag('adj_y'));

export const matrices: Operators = {
  BatchMatMul: batchProduct,
  BatchMatMulV2: batchProduct,
  BatchMatMulV3: batchProduct,
  MatMul: (node) => product(node, node.flag('transpose_a'), node.flag('transpose_b')),
};
