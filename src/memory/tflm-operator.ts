/**
 * What TFLite Micro keeps in its arena for one operator: bounds from above, since its kernels are not known here. They
 * hold for the operators of this tool; the structures are those of TFLM in 2025, with 4-byte pointers.
 */
import { elementCount } from '../graph/graph.ts';
import type { OpNode } from '../ops/index.ts';
import { opDef } from '../ops/index.ts';

/** Any operation. */
type Node = OpNode<unknown>;

/** Options beyond those in the file, e.g. the padding that pooling computes; and a list of up to eight dimensions. */
const OPTIONS_SPARE = 16;
const OPTIONS_LIST = 36;

/** The largest data of a kernel, those of softmax, addition and convolution; the others have 32 to 48 bytes. */
const OPERATOR_DATA = 64;

const WORD = 4;

/** The operation's options, which follow the fields of the file. */
export function optionsBytes({ op, index }: Node): number {
  const { options } = opDef(op.type, index).tflite;
  if (options === null) return 0;
  const fields = Object.values(options.fields) as { readonly type: string }[];
  return fields.reduce((sum, { type }) => sum + (type.endsWith('[]') ? OPTIONS_LIST : WORD), OPTIONS_SPARE);
}

/** Buffers that last: the kernel's data, and for weights a multiplier and a shift for each of their channels. */
export function persistentBuffers(node: Node): number[] {
  const rule = opDef(node.op.type, node.index).quantization;
  const channels = node.op.inputs.flatMap((_tensor, i) => {
    const weights = node.optionalInput(i);
    const operand = rule?.input(i, node);
    if (weights?.quant === undefined || operand?.as !== 'weights' || operand.axis === null) return [];
    // Convolutions have them for per-tensor weights too, and weights of theirs alone have more than two dimensions.
    const has = weights.quant.scale.length > 1 || weights.shape.length > 2;
    return has ? [WORD * weights.shape[operand.axis]!] : [];
  });
  return [OPERATOR_DATA, ...channels.flatMap((bytes) => [bytes, bytes])];
}

/**
 * Scratch buffers. Of the operators of this tool, reductions ask for some: the sums, and two lists of dimensions. A
 * reduction is what gets dimensions as an input and has fewer elements at its output than at its input.
 */
export function scratchBuffers(node: Node): number[] {
  const rule = opDef(node.op.type, node.index).quantization;
  const hasList = node.op.inputs.some((_tensor, i) => rule?.input(i, node).as === 'plain');
  const results = elementCount(node.output().shape);
  const input = node.input(0);
  if (!hasList || results >= elementCount(input.shape)) return [];
  return [WORD * results, WORD * input.shape.length, WORD * input.shape.length];
}
