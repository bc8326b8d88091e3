/** SHAPE: the dimensions of a tensor, as int32 numbers. */
import { checkInputCount } from './support/input-count.ts';
import { int32Field, tableField, writes } from './support/kernel-call.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { realOrPlain } from './support/real-or-plain.ts';

/** The options of SHAPE. */
interface ShapeAttrs {
  /** The output's type; TFLM goes by the tensor's own, and takes int32. */
  readonly outType: string;
}

/** TensorType of the schema, as far as a shape can have it. */
const OUT_TYPES = ['FLOAT32', '', 'INT32', '', 'INT64'] as const;

function dimensions(node: OpNode<ShapeAttrs>): readonly number[] {
  checkInputCount(node, 1, 1);
  const { shape } = node.input(0);
  if (shape.length === 0) throw node.error('gives the shape of a scalar, which is empty');
  return shape;
}

export default defineOp<ShapeAttrs>({
  type: 'SHAPE',
  summary: 'the dimensions of a tensor',
  types: ['int8', 'int16', 'int32', 'int64', 'bool', 'float32'],
  shapes: (node) => [[dimensions(node).length]],
  float: (tf, node) => [tf.tensor1d([...dimensions(node)], 'int32')],
  quantization: { input: (i, node) => realOrPlain(node, i), output: { as: 'plain' } },
  tflite: {
    code: 77,
    options: {
      union: 55,
      fields: { outType: { slot: 0, type: 'enum', values: OUT_TYPES, default: 'FLOAT32' } },
    },
    version: () => 1,
  },
  tflmResolver: 'AddShape',
  macs: () => 0,
  kernels(node) {
    const { dtype } = node.output();
    if (dtype !== 'int32')
      throw node.error(`gives a shape as ${dtype}, which no kernel does; it gives int32`);
    const shape = dimensions(node);
    return [
      {
        kernel: 'shape',
        fields: [int32Field('rank', shape.length), tableField('dimensions', shape)],
        args: [writes(node.outputIndex(0))],
      },
    ];
  },
});
