/** Output sizes and implicit padding of windowed operators (convolutions and pools). */

/** Padding of the schema, in its order. */
export const PADDINGS = ['SAME', 'VALID'] as const;
/** A padding scheme's name. */
export type Padding = (typeof PADDINGS)[number];

/** One spatial dimension of a window's walk over its input. */
export interface WindowDim {
  /** Output size. */
  readonly output: number;
  /** Zero elements before the input's first; the rest of the padding follows its last. */
  readonly before: number;
}

/** One dimension of the walk: the window's taps lie `dilation` apart, and it moves on by `stride`. */
export interface WindowAxis extends WindowDim {
  readonly input: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
}

/** The whole walk. */
export interface WindowWalk {
  readonly batch: number;
  /** Channels of the input. */
  readonly depth: number;
  readonly height: WindowAxis;
  readonly width: WindowAxis;
}

/**
 * Output size and leading padding along one dimension, by TFLite's ComputeOutSize and ComputePadding.
 * A result with `output` < 1 means that the window does not fit the input.
 */
export function windowDim(
  padding: Padding,
  input: number,
  window: number,
  stride: number,
  dilation = 1,
): WindowDim {
  const effective = (window - 1) * dilation + 1;
  const output = padding === 'SAME' ? Math.ceil(input / stride) : Math.ceil((input - effective + 1) / stride);
  const total = Math.max(0, (output - 1) * stride + effective - input);
  return { output, before: Math.floor(total / 2) };
}
