/** Kernel calls that give an output one value throughout. */
import { dtypeBytes } from '../../graph/dtype.ts';
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelCall, reads, writes } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** All bytes of output 0 become `value`: a number of 8 bits, or 0 for zeros of any type. */
export function fillCall<A>(node: OpNode<A>, shape: readonly number[], value: number): KernelCall {
  return {
    kernel: 'fill',
    fields: [
      int32Field('size', elementCount(shape) * dtypeBytes(node.output().dtype)),
      int32Field('value', value),
    ],
    args: [writes(node.outputIndex(0))],
  };
}

/** All elements of output 0 become the one of input `i`, which may be known at run time only. */
export function repeatCall<A>(node: OpNode<A>, shape: readonly number[], i: number): KernelCall {
  return {
    kernel: 'repeat',
    fields: [
      int32Field('count', elementCount(shape)),
      int32Field('element_bytes', dtypeBytes(node.output().dtype)),
    ],
    args: [reads(node.inputIndex(i)), writes(node.outputIndex(0))],
  };
}
