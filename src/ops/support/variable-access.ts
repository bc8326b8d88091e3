/** Reading and writing a variable: a copy between it and another tensor. */
import { dtypeBytes } from '../../graph/dtype.ts';
import { elementCount, type Tensor } from '../../graph/graph.ts';
import { int32Field, type KernelCall, reads, writes } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** The variable behind input 0. */
function variable<A>(node: OpNode<A>): Tensor {
  const tensor = node.input(0);
  if (!tensor.isHandle || !tensor.isVariable) throw node.error('has an input 0 that is no variable');
  return tensor;
}

/** Makes sure that a value is of the variable's type and shape, and gives the shape. */
export function checkValue<A>(node: OpNode<A>, value: Tensor): readonly number[] {
  const { dtype, shape } = variable(node);
  if (value.dtype === dtype && String(value.shape) === String(shape)) return shape;
  throw node.error(
    `moves ${value.dtype} [${value.shape.join(', ')}], but its variable is ${dtype} [${shape.join(', ')}]`,
    'A variable keeps the type and shape that it is assigned first.',
  );
}

/** The kernel call. */
export function copyBetween<A>(node: OpNode<A>, from: number, to: number): KernelCall {
  const { dtype, shape } = variable(node);
  const size = elementCount(shape) * dtypeBytes(dtype);
  return { kernel: 'copy', fields: [int32Field('size', size)], args: [reads(from), writes(to)] };
}
