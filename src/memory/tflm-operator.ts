/**
 * What TFLite Micro keeps in its arena for one operator: bounds from above, since its kernels are not known here. They
 * hold for the operators of this tool; the structures are those of TFLM in 2025, with 4-byte pointers.
 */
import type { Tensor } from '../graph/graph.ts';
import type { OpNode } from '../ops/index.ts';
import { opDef } from '../ops/index.ts';
import { alignUp } from './planner.ts';

/** Any operation. */
type Node = OpNode<unknown>;

const WORD = 4;

/**
 * Options beside those in the file: the type of a quantized bias, which is counted for all, and where windows are pooled,
 * the padding that TFLM computes. A list has room for eight dimensions.
 */
const OPTIONS_SPARE = WORD;
const OPTIONS_PADDING = 16;
const OPTIONS_LIST = 36;

/**
 * The largest data of a kernel, those of softmax, addition and convolution; the others have 32 to 48 bytes. Reference
 * kernels for plain matrices have 48.
 */
const OPERATOR_DATA = 64;
const MATRIX_DATA = 48;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

/**
 * The operation's options, which follow the fields of the file.
 *
 * @param isReference true for TFLM's reference kernels of 2025; with others, some room is left
 */
export function optionsBytes({ op, index }: Node, isReference: boolean): number {
  const { options } = opDef(op.type, index).tflite;
  // A custom operator reads its options by itself.
  if (options === null || 'entries' in options) return 0;
  const fields = Object.entries(options.fields) as [string, { readonly type: string }][];
  const sizes = fields
    .filter(([name]) => name !== 'quantizedBiasType')
    .map(([, { type }]) => (type.endsWith('[]') ? OPTIONS_LIST : type === 'bool' ? 1 : WORD));
  const pools = fields.some(([name]) => name === 'filterW');
  return alignUp(sum(sizes), WORD) + OPTIONS_SPARE + (pools || !isReference ? OPTIONS_PADDING : 0);
}

/** Input `i` where it is quantized weights, and the dimension of their channels. */
function weightsAt(
  node: Node,
  i: number,
): { readonly weights: Tensor; readonly axis: number | null } | undefined {
  const weights = node.optionalInput(i);
  // Rules are for networks that can be quantized, and some refuse real numbers.
  if (weights?.quant === undefined) return undefined;
  const operand = opDef(node.op.type, node.index).quantization?.input(i, node);
  return operand?.as === 'weights' ? { weights, axis: operand.axis } : undefined;
}

/** True for an operation whose weights are a matrix. */
function hasMatrix(node: Node): boolean {
  return node.op.inputs.some((_tensor, i) => weightsAt(node, i)?.weights.shape.length === 2);
}

/**
 * True for an operation whose weights are windows. Its kernel takes input, weights and output once more while it has
 * them already.
 */
export function hasWindows(node: Node): boolean {
  return node.op.inputs.some((_tensor, i) => (weightsAt(node, i)?.weights.shape.length ?? 0) > 2);
}

/**
 * Buffers that last: the kernel's data, and for weights a multiplier and a shift for each of their channels.
 *
 * @param isReference true for TFLM's reference kernels, whose data are known
 */
export function persistentBuffers(node: Node, isReference: boolean): number[] {
  const channels = node.op.inputs.flatMap((_tensor, i) => {
    const { weights, axis = null } = weightsAt(node, i) ?? {};
    if (weights?.quant === undefined || axis === null) return [];
    // Convolutions have them for per-tensor weights too, and weights of theirs alone have more than two dimensions.
    // CMSIS-NN computes a matrix as a convolution where the output has more.
    const asConvolution = !isReference && node.output().shape.length > 2;
    const has = weights.quant.scale.length > 1 || weights.shape.length > 2 || asConvolution;
    return has ? [WORD * weights.shape[axis]!] : [];
  });
  const own = opDef(node.op.type, node.index).tflmBuffers?.(node);
  const data = own?.data ?? (isReference && hasMatrix(node) ? MATRIX_DATA : OPERATOR_DATA);
  const further = isReference ? [] : (own?.cmsisNn ?? []);
  return [data, ...channels.flatMap((bytes) => [bytes, bytes]), ...further];
}

/** Scratch buffers: of the reference kernels, few ask for any. */
export function scratchBuffers(node: Node): readonly number[] {
  return opDef(node.op.type, node.index).tflmBuffers?.(node).scratch ?? [];
}
