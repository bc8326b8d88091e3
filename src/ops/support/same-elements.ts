/** Operators that give a tensor another shape and leave its elements as they are. */
import { dtypeBytes } from '../../graph/dtype.ts';
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelCall, reads, writes } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** The kernel call: a copy of input 0. */
export function copyCall<A>(node: OpNode<A>): KernelCall {
  const { shape, dtype } = node.input(0);
  return {
    kernel: 'copy',
    fields: [int32Field('size', elementCount(shape) * dtypeBytes(dtype))],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  };
}
