/** PAD: a border of zeros around a tensor. */
import { elementCount } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { int32Field, reads, tableField, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { mergeLoops, rowMajorStrides } from './support/loop-nest.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 5;

/** Elements before and after each dimension. */
function paddings(node: OpNode<NoAttrs>): [before: number, after: number][] {
  const rank = node.input(0).shape.length;
  if (rank > MAX_RANK) throw node.error(`has an input of ${rank} dimensions; TFLM pads at most ${MAX_RANK}`);
  if (node.op.inputs.length !== 2) throw node.error(`has ${node.op.inputs.length} inputs instead of 2`);
  if (node.input(1).dtype !== 'int32')
    throw node.error(`has paddings of type ${node.input(1).dtype}, not int32`);
  const values = node.constantInput(1);
  if (values.length !== 2 * rank) {
    throw node.error(`has ${values.length} paddings for ${rank} dimensions; it needs two for each`);
  }
  if (values.some((value) => value < 0)) throw node.error(`has a negative padding (${values.join(', ')})`);
  return node.input(0).shape.map((_dim, d) => [values[2 * d]!, values[2 * d + 1]!]);
}

function outputShape(node: OpNode<NoAttrs>): number[] {
  const { shape } = node.input(0);
  return paddings(node).map(([before, after], d) => shape[d]! + before + after);
}

export default defineOp<NoAttrs>({
  type: 'PAD',
  summary: 'a border of zeros around a tensor',
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [tf.pad(x!, paddings(node))],
  algebra: { zeroPadding: paddings },
  quantization: {
    input: (i) => ({ as: i === 0 ? 'activation' : 'plain' }),
    output: { as: 'same-as-input' },
  },
  tflite: {
    code: 34,
    options: { union: 22, fields: {} },
    version(node) {
      const { shape, dtype } = node.input(0);
      if (shape.length > 4) return 4;
      return dtype === 'int16' ? 3 : dtype === 'int8' ? 2 : 1;
    },
  },
  tflmResolver: 'AddPad',
  macs: () => 0,
  kernels(node) {
    const input = node.input(0);
    const kernel = kernelForTypes(node, [input], { 'int8 -> int8': 'pad_s8' });
    const shape = outputShape(node);
    const outputStrides = rowMajorStrides(shape);
    const first = paddings(node).reduce((sum, [before], d) => sum + before * outputStrides[d]!, 0);
    const { extents, strides } = mergeLoops({
      extents: input.shape,
      strides: [outputStrides, rowMajorStrides(input.shape)],
    });
    // Rows are runs that lie together on both sides: single elements where the last dimension is padded from 1.
    const inRows = strides[0]!.at(-1) === 1;
    const rowLength = inRows ? extents.at(-1)! : 1;
    const outer = inRows ? extents.slice(0, -1) : extents;
    return [
      {
        kernel,
        fields: [
          int32Field('output_size', elementCount(shape)),
          int32Field('value', node.zeroPoint(node.output())),
          int32Field('rows', elementCount(outer)),
          int32Field('row_length', rowLength),
          int32Field('first_row', first),
          int32Field('rank', Math.max(1, outer.length)),
          tableField('extents', outer.length > 0 ? outer : [1]),
          tableField('output_strides', outer.length > 0 ? strides[0]!.slice(0, outer.length) : [0]),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
