/** ADD_N: the sum of several tensors of one shape. */
import { elementCount, type Op, type Tensor } from '../graph/graph.ts';
import type { NoAttrs } from './support/elementwise.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { belowOne } from './support/pair.ts';

/** Inputs that the kernel takes. */
const MAX_INPUTS = 8;

/** Bits by which the kernel raises its inputs: TFLQ_ADD_N_S8_HEADROOM. */
const HEADROOM = 20;

function outputShape(node: OpNode<NoAttrs>): readonly number[] {
  checkInputCount(node, 2, MAX_INPUTS);
  const { shape } = node.input(0);
  for (const i of node.op.inputs.keys()) {
    const other = node.input(i).shape;
    if (other.length !== shape.length || other.some((dim, d) => dim !== shape[d])) {
      throw node.error(`cannot add the shapes [${shape.join(', ')}] and [${other.join(', ')}]`);
    }
  }
  return shape;
}

/** Refuses inputs of different types, scales or zero points. */
function checkInputs(node: OpNode<NoAttrs>): void {
  const first = node.input(0);
  for (const i of node.op.inputs.keys()) {
    const input = node.input(i);
    kernelForTypes(node, [input], { 'int8 -> int8': 'add_n_s8' });
    if (node.scale(input) !== node.scale(first) || node.zeroPoint(input) !== node.zeroPoint(first)) {
      throw node.error(`needs the same scale and zero point on all inputs; input ${i} differs`);
    }
  }
}

/** ADDs, two tensors at a time: TFLM's kernel gives sums that are off by its inputs' zero point. */
function sums(node: OpNode<NoAttrs>, add: (tensor: Tensor) => number): Op[] | undefined {
  const { name, shape, dtype } = node.output();
  const [first, ...others] = node.op.inputs;
  if (dtype !== 'float32' || others.length === 0) return undefined;
  const attrs = { activation: 'NONE', potScaleInt16: false };
  let sum = first!;
  return others.map((other, i) => {
    const isLast = i === others.length - 1;
    const output = isLast ? node.outputIndex(0) : add({ name: `${name}/sum${i}`, shape, dtype });
    const op = { type: 'ADD', inputs: [sum, other], outputs: [output], attrs };
    sum = output;
    return op;
  });
}

export default defineOp<NoAttrs>({
  type: 'ADD_N',
  summary: 'the sum of several tensors of one shape',
  types: ['int8'],
  shapes: (node) => [outputShape(node)],
  float: (tf, _node, inputs) => [tf.addN(inputs.map((input) => input!))],
  algebra: { elementwise: true, instead: sums },
  quantization: {
    // src/simplify leaves none of real numbers.
    input(_i, node) {
      if (node.input(0).dtype === 'float32') {
        throw node.error(
          'cannot be quantized: the int8 kernel of TFLite Micro gives sums that are off by their zero point',
          'Export the model with ADD, two tensors at a time.',
        );
      }
      return { as: 'plain' };
    },
    output: { as: 'plain' },
  },
  tflite: { code: 106, options: { union: 82, fields: {} }, version: () => 1 },
  tflmResolver: 'AddAddN',
  // The scratch is a list of pointers.
  tflmBuffers: (node) => ({ data: 40, scratch: [4 * node.op.inputs.length] }),
  macs: () => 0,
  kernels(node) {
    const shape = outputShape(node);
    checkInputs(node);
    const [input, output] = [node.input(0), node.output()];
    const common = 2 * node.scale(input);
    const toCommon = belowOne(node.scale(input) / common, node);
    const fromCommon = belowOne(common / (2 ** HEADROOM * node.scale(output)), node);
    return [
      {
        kernel: 'add_n_s8',
        fields: [
          int32Field('size', elementCount(shape)),
          int32Field('count', node.op.inputs.length),
          int32Field('input_zero_point', node.zeroPoint(input)),
          int32Field('input_multiplier', toCommon.multiplier),
          int32Field('input_shift', toCommon.shift),
          int32Field('output_zero_point', node.zeroPoint(output)),
          int32Field('output_multiplier', fromCommon.multiplier),
          int32Field('output_shift', fromCommon.shift),
        ],
        args: [
          ...Array.from({ length: MAX_INPUTS }, (_, i) => reads(node.inputIndex(i))),
          writes(node.outputIndex(0)),
        ],
      },
    ];
  },
});
