/** Windowed operators in real numbers, on tfjs. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { TF } from './op-def.ts';
import type { WindowAxis, WindowWalk } from './window.ts';

/** Zeros before and after each dimension, as tfjs takes them. */
export type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

/** What a tfjs operator is told of a walk. */
export interface WindowArguments {
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly padding: ExplicitPadding;
}

function paddingOf(axis: WindowAxis): [before: number, after: number] {
  const reach = (axis.output - 1) * axis.stride + (axis.taps - 1) * axis.dilation + 1;
  return [axis.before, Math.max(0, reach - axis.input) - axis.before];
}

/**
 * Runs a windowed operator along a walk. tfjs takes either strides or dilations: where a walk has both, the window moves by
 * one, and the positions between are dropped.
 */
export function slide(
  tf: TF,
  { height, width }: WindowWalk,
  convolve: (args: WindowArguments) => tfjs.Tensor4D,
): tfjs.Tensor4D {
  const strides: [number, number] = [height.stride, width.stride];
  const dilations: [number, number] = [height.dilation, width.dilation];
  const padding: ExplicitPadding = [[0, 0], paddingOf(height), paddingOf(width), [0, 0]];
  const both = Math.max(...strides) > 1 && Math.max(...dilations) > 1;
  if (!both) return convolve({ strides, dilations, padding });
  const all = convolve({ strides: [1, 1], dilations, padding });
  return tf.stridedSlice(all, [0, 0, 0, 0], all.shape, [1, ...strides, 1]) as tfjs.Tensor4D;
}
