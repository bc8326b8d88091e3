/**
 * The scratch buffers that CMSIS-NN's kernels ask of TFLM's arena on a processor with the DSP extension (Cortex-M4, M7;
 * without it some are smaller): what its functions arm_..._get_buffer_size return, as of TFLM in Chirale_TensorFLowLite
 * 2.0.0 or of August 2026, whichever is more.
 */
import { type OpNode, opDef } from '../ops/index.ts';
import { alignUp } from './planner.ts';

type Fields = ReadonlyMap<string, number>;

const taps = (fields: Fields): number => fields.get('window_height')! * fields.get('window_width')!;

/** None where the window is a single pixel. */
function convolution(fields: Fields): number {
  const isPlain = ['padding_height', 'padding_width'].every((name) => fields.get(name) === 0);
  const isDense = ['stride_height', 'stride_width'].every((name) => fields.get(name) === 1);
  if (taps(fields) === 1 && isPlain && isDense) return 0;
  return columns(fields);
}

/** Two columns of the input as int16. */
function columns(fields: Fields): number {
  return 4 * alignUp(taps(fields) * fields.get('input_depth')!, 4);
}

/** The window as int16. Kernels for more outputs than inputs, or for gaps in the window, need none. */
function depthwise(fields: Fields): number {
  return fields.get('depth_multiplier') === 1 ? 2 * taps(fields) * fields.get('input_depth')! : 0;
}

/** From so many channels on, a transposed convolution with small strides is computed as a convolution. */
const REVERSED_DEPTH = 17;

/** What it asks for beyond the sums that the reference kernel keeps, which are counted anyway. */
function transposed(fields: Fields, outDepth: number): number {
  const field = (name: string): number => fields.get(name)!;
  const [depth, height, width] = [field('input_depth'), field('window_height'), field('window_width')];
  const [strideHeight, strideWidth] = [field('stride_height'), field('stride_width')];
  const sums = 4 * field('batches') * field('output_height') * field('output_width') * outDepth;
  const isReversed = Math.max(strideHeight, strideWidth) <= 2 && depth >= REVERSED_DEPTH;
  const row = (field('input_width') - 1) * strideWidth + Math.max(width, strideHeight);
  const own = isReversed
    ? columns(fields) + depth * height * width * outDepth
    : 4 * row * Math.max(height, strideHeight) * outDepth;
  return Math.max(0, own - sums);
}

/** By the name of our own kernel that computes the same. */
const SIZES: Readonly<Record<string, (fields: Fields, outDepth: number, node: OpNode<unknown>) => number>> = {
  conv_2d_s8: convolution,
  depthwise_conv_2d_s8: depthwise,
  average_pool_2d_s8: (_fields, outDepth) => 4 * outDepth,
  conv_2d_s16: columns,
  depthwise_conv_2d_s16: depthwise,
  average_pool_2d_s16: (_fields, outDepth) => 4 * outDepth,
  transpose_conv_s8: transposed,
  // Computed as a convolution, whose channels have factors of their own.
  fully_connected_s8: (_fields, outDepth, node) => (node.output().shape.length > 2 ? 8 * outDepth : 0),
};

/** The scratch buffers, in bytes, that CMSIS-NN's kernels ask for to execute an operation. */
export function cmsisNnScratch(node: OpNode<unknown>): number[] {
  const calls = opDef(node.op.type, node.index).kernels(node);
  return calls.flatMap(({ kernel, fields }) => {
    const size = Object.hasOwn(SIZES, kernel) ? SIZES[kernel] : undefined;
    if (size === undefined) return [];
    const numbers = fields.flatMap((field) =>
      field.type === 'int32' ? [[field.name, field.value] as const] : [],
    );
    const bytes = size(new Map(numbers), node.output().shape.at(-1) ?? 1, node);
    return bytes > 0 ? [bytes] : [];
  });
}
