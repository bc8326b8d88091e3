/** EMBEDDING_LOOKUP: rows of a table, chosen by positions, which may be known at run time only. */
import type { DType } from '../graph/dtype.ts';
import { elementCount } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { type GatherRows, gatherCall, gatherValues } from './support/gather-rows.ts';
import { checkInputCount } from './support/input-count.ts';
import { floatField, int32Field, type KernelCall, reads, writes } from './support/kernel-call.ts';
import { checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { checkPositions } from './support/positions.ts';

const [POSITIONS, TABLE] = [0, 1];

const TYPES: readonly DType[] = ['int8', 'float32'];

function rows(node: OpNode<NoAttrs>): GatherRows {
  checkInputCount(node, 2, 2);
  const [by, table] = [node.input(POSITIONS).shape, node.input(TABLE).shape];
  if (by.length !== 1) throw node.error(`has positions of shape [${by.join(', ')}]; it needs one dimension`);
  if (table.length < 2)
    throw node.error(`has a table of shape [${table.join(', ')}]; it needs two dimensions`);
  checkPositions(node, POSITIONS, table[0]!);
  return {
    table: TABLE,
    by: POSITIONS,
    batches: 1,
    outers: 1,
    choices: table[0]!,
    positions: by[0]!,
    row: elementCount(table.slice(1)),
  };
}

function outputShape(node: OpNode<NoAttrs>): number[] {
  return [rows(node).positions, ...node.input(TABLE).shape.slice(1)];
}

/** Rows of int8 weights as real numbers. */
function widenedCall(node: OpNode<NoAttrs>): KernelCall {
  const { positions, choices, row } = rows(node);
  const table = node.input(TABLE);
  const { scale, zeroPoint } = node.quant(table);
  if (scale.length !== 1 || zeroPoint[0] !== 0)
    throw node.error('needs one scale and zero point 0 on its table');
  return {
    kernel: 'embedding_lookup_s8_f32',
    fields: [
      int32Field('positions', positions),
      int32Field('choices', choices),
      int32Field('row_length', row),
      floatField('scale', scale[0]!),
    ],
    args: [reads(node.inputIndex(TABLE)), reads(node.inputIndex(POSITIONS)), writes(node.outputIndex(0))],
  };
}

export default defineOp<NoAttrs>({
  type: 'EMBEDDING_LOOKUP',
  summary: 'rows of a table, chosen by positions',
  types: TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, x) => [tf.reshape(gatherValues(tf, x, rows(node)), outputShape(node))],
  quantization: movedRule(),
  tflite: { code: 7, options: null, version: () => 1 },
  tflmResolver: 'AddEmbeddingLookup',
  macs: () => 0,
  kernels(node) {
    rows(node);
    if (node.input(TABLE).dtype === 'int8' && node.output().dtype === 'float32') return [widenedCall(node)];
    checkMovedTypes(node, [TABLE], TYPES);
    return [gatherCall(node, rows(node))];
  },
});
