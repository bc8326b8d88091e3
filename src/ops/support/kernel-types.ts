/** Which kernel takes an operation's element types. */
import type { Tensor } from '../../graph/graph.ts';
import type { OpNode } from './op-node.ts';

/**
 * Looks up the kernel for an operation's element types.
 *
 * @param inputs the inputs whose types decide
 * @param kernels kernel names by types, written as `int8, int8 -> int8`
 * @throws TflqError where there is none, naming those that there are
 */
export function kernelForTypes<A>(
  node: OpNode<A>,
  inputs: readonly Tensor[],
  kernels: Readonly<Record<string, string>>,
): string {
  const types = `${inputs.map((tensor) => tensor.dtype).join(', ')} -> ${node.output().dtype}`;
  const kernel = kernels[types];
  if (kernel === undefined) {
    throw node.error(
      `works on ${types}, which no kernel takes`,
      `Its kernels take ${Object.keys(kernels).join('; ')}. Quantize the model to int8.`,
    );
  }
  return kernel;
}
