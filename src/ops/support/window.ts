/** Operators that slide a window over height and width: convolutions and pools. Tensors are [batch, height, width, depth]. */
import type { Activation } from './activation.ts';
import { int32Field, type KernelField } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';
import { type Padding, type WindowAxis, type WindowWalk, windowDim } from './padding.ts';

export type { WindowAxis, WindowWalk } from './padding.ts';

/** The attributes that all these operators have. */
export interface WindowAttrs {
  readonly padding: Padding;
  readonly strideW: number;
  readonly strideH: number;
  readonly activation: Activation;
}

/** A window's extent in one dimension. */
interface Extent {
  readonly taps: number;
  readonly dilation: number;
}

/** Coordinates are 32-bit numbers in the kernels. */
const LARGEST_COORDINATE = 2 ** 31 - 1;

/** The shape of an input that must have four dimensions. */
export function shape4<A>(node: OpNode<A>, i: number, what: string): [number, number, number, number] {
  const { shape } = node.input(i);
  if (shape.length !== 4)
    throw node.error(`has ${what} of shape [${shape.join(', ')}]; it needs 4 dimensions`);
  return shape as [number, number, number, number];
}

function axis(
  node: OpNode<WindowAttrs>,
  name: string,
  input: number,
  stride: number,
  { taps, dilation }: Extent,
): WindowAxis {
  for (const [what, value] of Object.entries({ window: taps, stride, dilation })) {
    if (!(value >= 1)) throw node.error(`has a ${what} of ${value} along its ${name}; it must be at least 1`);
  }
  const effective = (taps - 1) * dilation + 1;
  if (input + effective > LARGEST_COORDINATE) {
    throw node.error(`has a window of ${effective} elements along its ${name}, which is too large`);
  }
  const dim = windowDim(node.attrs.padding, input, taps, stride, dilation);
  if (dim.output < 1) {
    throw node.error(
      `has a window of ${effective} elements along its ${name}, where its input has only ${input}`,
      'Use padding SAME, a smaller window, or a larger input.',
    );
  }
  return { ...dim, input, taps, stride, dilation };
}

/**
 * How the window moves over input 0.
 *
 * @throws TflqError where the input has not four dimensions, a number is below 1, or the window does not fit
 */
export function windowWalk(node: OpNode<WindowAttrs>, height: Extent, width: Extent): WindowWalk {
  const [batch, inputHeight, inputWidth, depth] = shape4(node, 0, 'an input');
  const { strideH, strideW } = node.attrs;
  return {
    batch,
    depth,
    height: axis(node, 'height', inputHeight, strideH, height),
    width: axis(node, 'width', inputWidth, strideW, width),
  };
}

/** What every windowed kernel knows of its walk; dilation is not among it. */
interface WindowExtents {
  readonly batch: number;
  readonly height: Omit<WindowAxis, 'dilation'>;
  readonly width: Omit<WindowAxis, 'dilation'>;
}

/** The fields that begin the parameters of every windowed kernel. */
export function windowFields({ batch, height, width }: WindowExtents): KernelField[] {
  return [
    int32Field('batches', batch),
    int32Field('input_height', height.input),
    int32Field('input_width', width.input),
    int32Field('output_height', height.output),
    int32Field('output_width', width.output),
    int32Field('window_height', height.taps),
    int32Field('window_width', width.taps),
    int32Field('stride_height', height.stride),
    int32Field('stride_width', width.stride),
    int32Field('padding_height', height.before),
    int32Field('padding_width', width.before),
  ];
}

/** True where the window reaches beyond the input anywhere. */
export function isPadded({ height, width }: WindowWalk): boolean {
  return [height, width].some((axis) => axis.before > 0 || paddingAfter(axis) > 0);
}

/** Zero elements after the last one of the input, as far as the window reaches. */
function paddingAfter({ input, output, taps, stride, dilation, before }: WindowAxis): number {
  return Math.max(0, (output - 1) * stride + (taps - 1) * dilation + 1 - input - before);
}
