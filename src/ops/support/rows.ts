/** Operators whose elements lie, on one side, where a table for each dimension says: see tflq_rows.h. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { dtypeBytes } from '../../graph/dtype.ts';
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelCall, reads, tableField, writes } from './kernel-call.ts';
import type { TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** Rows of one side in order. On the other side, each lies at the sum of one offset from each table. */
export interface Rows {
  /** For each loop, outermost first, the offset in elements for each turn. */
  readonly tables: readonly (readonly number[])[];
  /** Elements of a row. */
  readonly length: number;
}

/** Loops that do something; at least one, for tables in C may not be empty. */
function loops({ tables }: Rows): readonly (readonly number[])[] {
  const used = tables.filter((table) => table.length > 1 || table[0] !== 0);
  return used.length > 0 ? used : [[0]];
}

/**
 * The kernel call.
 *
 * @param kernel `read_rows` where the tables say where the input is read, `write_rows` where the output is written
 */
export function rowsCall<A>(node: OpNode<A>, kernel: 'read_rows' | 'write_rows', rows: Rows): KernelCall {
  const bytes = dtypeBytes(node.output().dtype);
  const tables = loops(rows);
  const extents = tables.map((table) => table.length);
  return {
    kernel,
    fields: [
      int32Field('rows', elementCount(extents)),
      int32Field('row_bytes', rows.length * bytes),
      int32Field('rank', extents.length),
      tableField('extents', extents),
      tableField(
        'offsets',
        tables.flat().map((offset) => offset * bytes),
      ),
    ],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  };
}

/** Calls `visit` for each row with its place on the ordered side and on the other one. */
function forEachRow(rows: Rows, visit: (ordered: number, other: number) => void): void {
  let ordered = 0;
  const turn = (d: number, offset: number): void => {
    const table = rows.tables[d];
    if (table === undefined) {
      visit(ordered, offset);
      ordered += rows.length;
      return;
    }
    for (const own of table) turn(d + 1, offset + own);
  };
  turn(0, 0);
}

/** What `read_rows` does, in real numbers; the result has the shape given. */
export function readValues(tf: TF, x: tfjs.Tensor, shape: readonly number[], rows: Rows): tfjs.Tensor {
  const values = x.dataSync();
  const result = new Float32Array(elementCount(shape));
  forEachRow(rows, (to, from) => result.set(values.subarray(from, from + rows.length), to));
  return tf.tensor(result, [...shape], x.dtype);
}

/** What `write_rows` does on zeros, in real numbers; the result has the shape given. */
export function writeValues(tf: TF, x: tfjs.Tensor, shape: readonly number[], rows: Rows): tfjs.Tensor {
  const values = x.dataSync();
  const result = new Float32Array(elementCount(shape));
  forEachRow(rows, (from, to) => result.set(values.subarray(from, from + rows.length), to));
  return tf.tensor(result, [...shape], x.dtype);
}
