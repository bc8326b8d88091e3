/**
 * The scratch buffers that CMSIS-NN's kernels ask of TFLM's arena on a processor with the DSP extension (Cortex-M4, M7;
 * without it some are smaller), as of TFLM in Chirale_TensorFLowLite 2.0.0: what its functions
 * arm_..._s8_get_buffer_size return.
 */
import { type OpNode, opDef } from '../ops/index.ts';

type Fields = ReadonlyMap<string, number>;

const taps = (fields: Fields): number => fields.get('window_height')! * fields.get('window_width')!;

/** Two columns of the input as int16; none where the window is a single pixel. */
function convolution(fields: Fields): number {
  const isPlain = ['padding_height', 'padding_width'].every((name) => fields.get(name) === 0);
  const isDense = ['stride_height', 'stride_width'].every((name) => fields.get(name) === 1);
  if (taps(fields) === 1 && isPlain && isDense) return 0;
  return 4 * taps(fields) * fields.get('input_depth')!;
}

/** The window as int16. Kernels for more outputs than inputs, or for gaps in the window, need none. */
function depthwise(fields: Fields): number {
  return fields.get('depth_multiplier') === 1 ? 2 * taps(fields) * fields.get('input_depth')! : 0;
}

/** By the name of our own kernel that computes the same. */
const SIZES: Readonly<Record<string, (fields: Fields, outDepth: number) => number>> = {
  conv_2d_s8: convolution,
  depthwise_conv_2d_s8: depthwise,
  average_pool_2d_s8: (_fields, outDepth) => 4 * outDepth,
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
    const bytes = size(new Map(numbers), node.output().shape.at(-1) ?? 1);
    return bytes > 0 ? [bytes] : [];
  });
}
