/** BROADCAST_ARGS: the shape that two shapes broadcast to; they may be known at run time only. */
import type { DType } from '../graph/dtype.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

const KERNELS = {
  'int32, int32 -> int32': 'broadcast_args_s32',
  'int64, int64 -> int64': 'broadcast_args_s64',
};

const TYPES: readonly DType[] = ['int32', 'int64'];

/** How many dimensions each of the two shapes has. */
function ranks(node: OpNode<NoAttrs>): [number, number] {
  checkInputCount(node, 2, 2);
  const [first, second] = [node.input(0).shape, node.input(1).shape];
  if (first.length !== 1 || second.length !== 1 || Math.max(first[0]!, second[0]!) < 1) {
    throw node.error(
      `has shapes of [${first.join(', ')}] and [${second.join(', ')}]; it needs one dimension`,
    );
  }
  return [first[0]!, second[0]!];
}

/** The dimension that two broadcast to: see the kernel. */
function broadcastDim(first = 1, second = 1): number {
  return first === 1 ? second : first;
}

export default defineOp<NoAttrs>({
  type: 'BROADCAST_ARGS',
  summary: 'the shape that two shapes broadcast to',
  types: TYPES,
  shapes: (node) => [[Math.max(...ranks(node))]],
  float(tf, node, [a, b]) {
    const [rank1, rank2] = ranks(node);
    const rank = Math.max(rank1, rank2);
    const [first, second] = [a!.dataSync(), b!.dataSync()];
    const dims = Array.from({ length: rank }, (_, d) =>
      broadcastDim(first[d - rank + rank1], second[d - rank + rank2]),
    );
    return [tf.tensor1d(dims, 'int32')];
  },
  quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
  tflite: { code: 145, options: null, version: () => 1 },
  tflmResolver: 'AddBroadcastArgs',
  macs: () => 0,
  kernels(node) {
    const [rank1, rank2] = ranks(node);
    const kernel = kernelForTypes(node, [node.input(0), node.input(1)], KERNELS);
    return [
      {
        kernel,
        fields: [int32Field('rank1', rank1), int32Field('rank2', rank2)],
        args: [reads(node.inputIndex(0)), reads(node.inputIndex(1)), writes(node.outputIndex(0))],
      },
    ];
  },
});
