/** Operators that choose rows of a tensor by positions along one dimension. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { dtypeBytes } from '../../graph/dtype.ts';
import { int32Field, type KernelCall, reads, writes } from './kernel-call.ts';
import type { TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { heldPosition } from './positions.ts';

/** The table is seen as [batches, outers, choices, row], the positions as [batches, positions]. */
export interface GatherRows {
  /** Which input is the table, and which one holds the positions. */
  readonly table: number;
  readonly by: number;
  readonly batches: number;
  readonly outers: number;
  readonly choices: number;
  readonly positions: number;
  /** Elements of a row. */
  readonly row: number;
}

/** The kernel call: rows are copied as they are. */
export function gatherCall<A>(node: OpNode<A>, gather: GatherRows): KernelCall {
  return {
    kernel: 'gather',
    fields: [
      int32Field('batches', gather.batches),
      int32Field('outers', gather.outers),
      int32Field('choices', gather.choices),
      int32Field('positions', gather.positions),
      int32Field('row_bytes', gather.row * dtypeBytes(node.output().dtype)),
    ],
    args: [
      reads(node.inputIndex(gather.table)),
      reads(node.inputIndex(gather.by)),
      writes(node.outputIndex(0)),
    ],
  };
}

/** The same in real numbers, as a tensor of shape [batches × outers × positions × row]. */
export function gatherValues(
  tf: TF,
  x: readonly (tfjs.Tensor | undefined)[],
  gather: GatherRows,
): tfjs.Tensor1D {
  const { batches, outers, choices, positions, row } = gather;
  const table = tf.reshape(x[gather.table]!, [batches * outers * choices, row]);
  const given = x[gather.by]!.dataSync();
  const rows = new Int32Array(batches * outers * positions);
  for (let k = 0; k < rows.length; k++) {
    const block = Math.floor(k / positions);
    const batch = Math.floor(block / outers);
    rows[k] = block * choices + heldPosition(given[batch * positions + (k % positions)]!, choices);
  }
  return tf.reshape(tf.gather(table, tf.tensor1d(rows, 'int32')), [rows.length * row]);
}
