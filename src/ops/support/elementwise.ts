/** Operators that compute each element of their output from the same element of their one input. */
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelCall, type KernelField, reads, writes } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** The attributes of an operator that has none. */
export type NoAttrs = Record<string, never>;

/** The output's shape: the input's. */
export function sameShape<A>(node: OpNode<A>): (readonly number[])[] {
  return [node.input(0).shape];
}

/** Elements of input 0. */
export function inputSize<A>(node: OpNode<A>): number {
  return elementCount(node.input(0).shape);
}

/** The version of most operators of one type: 1 for float32 and uint8, 2 for int8, 3 for int16. */
export function versionByType<A>(node: OpNode<A>): number {
  const { dtype } = node.input(0);
  return dtype === 'int16' ? 3 : dtype === 'int8' ? 2 : 1;
}

/** Refuses int16 tensors, input 0 and output, of a zero point other than 0, as most of TFLM's kernels do. */
export function checkInt16ZeroPoints<A>(node: OpNode<A>): void {
  for (const tensor of [node.input(0), node.output()]) {
    if (tensor.dtype === 'int16' && node.zeroPoint(tensor) !== 0) {
      throw node.error(`has an int16 tensor of zero point ${node.zeroPoint(tensor)}; its kernel takes 0`);
    }
  }
}

/** The call of a kernel that reads input 0 and writes the output, and whose parameters begin with their size. */
export function unaryCall<A>(
  node: OpNode<A>,
  kernel: string,
  fields: readonly KernelField[] = [],
): KernelCall {
  return {
    kernel,
    fields: [int32Field('size', inputSize(node)), ...fields],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  };
}
