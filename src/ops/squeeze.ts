/** SQUEEZE: leaves out dimensions of 1, those named or all there are. */
import { resolveAxis } from './support/axis.ts';
import { checkInputCount } from './support/input-count.ts';
import { ANY_TYPES, checkMovedTypes, movedRule } from './support/moved-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { copyCall } from './support/same-elements.ts';

/** The options of SQUEEZE. */
interface SqueezeAttrs {
  /** The dimensions to leave out; none stands for all of 1. */
  readonly squeezeDims: readonly number[];
}

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 8;

function outputShape(node: OpNode<SqueezeAttrs>): number[] {
  checkInputCount(node, 1, 1);
  const { shape } = node.input(0);
  const { squeezeDims } = node.attrs;
  if (shape.length > MAX_RANK) {
    throw node.error(`has an input of ${shape.length} dimensions; TFLM takes at most ${MAX_RANK}`);
  }
  if (squeezeDims.length === 0) return shape.filter((dim) => dim !== 1);
  const out = squeezeDims.map((axis) => resolveAxis(node, axis, shape.length));
  const long = out.find((d) => shape[d] !== 1);
  if (long !== undefined) throw node.error(`cannot leave out dimension ${long} of [${shape.join(', ')}]`);
  return shape.filter((_dim, d) => !out.includes(d));
}

export default defineOp<SqueezeAttrs>({
  type: 'SQUEEZE',
  summary: 'the same elements without dimensions of 1',
  types: ANY_TYPES,
  shapes: (node) => [outputShape(node)],
  float: (tf, node, [x]) => [tf.reshape(x!, outputShape(node))],
  algebra: { sameElements: true },
  quantization: movedRule(),
  tflite: {
    code: 43,
    options: { union: 30, fields: { squeezeDims: { slot: 0, type: 'int32[]', default: [] } } },
    version: () => 1,
  },
  tflmResolver: 'AddSqueeze',
  macs: () => 0,
  kernels(node) {
    outputShape(node);
    checkMovedTypes(node, [0], ANY_TYPES);
    return [copyCall(node)];
  },
});
