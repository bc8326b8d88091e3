/**
 * RESHAPE: the same elements in another shape. The shape is a constant second input, or where there is none, the
 * option `newShape`; one dimension of it may be −1, which stands for what is left.
 */
import { elementCount } from '../graph/graph.ts';
import { checkInputCount } from './support/input-count.ts';
import { ANY_TYPES, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { copyCall } from './support/same-elements.ts';

/** The options of RESHAPE. */
interface ReshapeAttrs {
  readonly newShape: readonly number[];
}

/** The wanted shape, perhaps with a −1 in it. */
function wantedShape(node: OpNode<ReshapeAttrs>): readonly number[] {
  checkInputCount(node, 1, 2);
  const shape = node.optionalInput(1);
  if (shape === undefined) return node.attrs.newShape;
  if (shape.dtype !== 'int32' || shape.shape.length !== 1) {
    throw node.error(
      `has a shape that is ${shape.dtype} of ${shape.shape.length} dimensions; it needs int32 of one`,
    );
  }
  return node.constantInput(1);
}

function outputShape(node: OpNode<ReshapeAttrs>): number[] {
  const { shape } = node.input(0);
  const wanted = wantedShape(node);
  const open = wanted.indexOf(-1);
  const rest = elementCount(wanted.filter((_dim, d) => d !== open));
  const result = wanted.map((dim, d) => (d === open ? elementCount(shape) / rest : dim));
  if (
    elementCount(result) !== elementCount(shape) ||
    !result.every((dim) => Number.isInteger(dim) && dim >= 1)
  ) {
    throw node.error(`cannot give [${shape.join(', ')}] the shape [${wanted.join(', ')}]`);
  }
  return result;
}

export default defineOp<ReshapeAttrs>({
  type: 'RESHAPE',
  summary: 'the same elements in another shape',
  types: ANY_TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [tf.reshape(x!, outputShape(node))],
  algebra: { sameElements: true },
  quantization: movedRule(),
  tflite: {
    code: 22,
    options: { union: 17, fields: { newShape: { slot: 0, type: 'int32[]', default: [] } } },
    version: () => 1,
  },
  tflmResolver: 'AddReshape',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    if (input.dtype !== output.dtype) {
      throw node.error(`has an input of type ${input.dtype} and an output of type ${output.dtype}`);
    }
    outputShape(node);
    return [copyCall(node)];
  },
});
