/** Inputs that are state: variable tensors, which the operator's kernel reads and writes. */
import { elementCount, type Tensor } from '../../graph/graph.ts';
import type { OpNode } from './op-node.ts';

/**
 * State input `i`.
 *
 * @param elements how many it must have
 * @throws TflqError where the file does not make it a variable, or it is of another size: the kernel would write where
 *   it must not
 */
export function stateInput<A>(node: OpNode<A>, i: number, elements: number): Tensor {
  const tensor = node.input(i);
  if (!tensor.isVariable) {
    throw node.error(`keeps state in its input ${i}, which is no variable tensor`, 'Export the model again.');
  }
  if (elementCount(tensor.shape) !== elements) {
    throw node.error(`has state of shape [${tensor.shape.join(', ')}] where it needs ${elements} elements`);
  }
  return tensor;
}
