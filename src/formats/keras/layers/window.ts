/** What layers with a window over positions share: padding, strides, and one dimension as two. */
import type { Attributes } from '../../../graph/graph.ts';
import { activate } from '../activations.ts';
import { isObject, type Settings } from '../json.ts';
import type { LayerCall } from '../layer-call.ts';
import type { WeightSpec } from '../weights.ts';

/** The weights of layers with an optional bias. */
export function biasSpec(settings: Settings, ...names: readonly string[]): WeightSpec[] {
  const specs = names.map((name) => ({ name }));
  return settings.flag('use_bias', true) ? [...specs, { name: 'bias' }] : specs;
}

/** A window that is about to be applied. */
export interface Window {
  /** The input as [1, height, width, channels], padded where that takes an operation. */
  readonly input: number;
  /** Height and width of the window. */
  readonly taps: readonly [number, number];
  /** Strides, dilation where there is one, and padding, as the operators of convolutions take them. */
  readonly attrs: Attributes;
}

/** Two numbers, height and width; of one dimension, 1 comes before. */
export function pair(values: readonly number[], first = 1): [number, number] {
  return values.length === 1 ? [first, values[0]!] : [values[0]!, values[1]!];
}

/** The only input as [1, height, width, channels]. */
export function asImage(call: LayerCall, dimensions: 1 | 2): number {
  const shape = call.inputShape(dimensions + 2);
  return shape.length === 4 ? call.input : call.asImage(call.input);
}

/** Zeros before the positions, so that no output sees what comes after it. */
function padBefore(call: LayerCall, x: number, count: number): number {
  if (count === 0) return x;
  return call.op('PAD', [x, call.integers('paddings', [0, 0, 0, 0, count, 0, 0, 0], [4, 2])]);
}

/**
 * Reads padding, strides and dilation.
 *
 * @param size the window's size along each dimension
 * @throws TflqError('model') where the window cannot be had
 */
export function startWindow(call: LayerCall, dimensions: 1 | 2, size: readonly number[]): Window {
  const { settings } = call;
  call.requireChannelsLast();
  const taps = pair(size);
  const strides = pair(settings.integers('strides', dimensions, 1));
  const dilation = pair(settings.integers('dilation_rate', dimensions, 1));
  if ([...taps, ...strides, ...dilation].some((value) => value < 1 || value > 2 ** 20)) {
    throw call.error('has a window, strides or a dilation that are no counts');
  }
  const padding = settings.text('padding', 'valid').toLowerCase();
  const isCausal = padding === 'causal' && dimensions === 1;
  if (!isCausal && padding !== 'same' && padding !== 'valid') {
    throw call.error(`has the padding ${JSON.stringify(padding)}; it may be "valid" or "same"`);
  }
  const image = asImage(call, dimensions);
  return {
    input: isCausal ? padBefore(call, image, (taps[1] - 1) * dilation[1]) : image,
    taps,
    attrs: {
      padding: padding === 'same' ? 'SAME' : 'VALID',
      strideH: strides[0],
      strideW: strides[1],
      dilationH: dilation[0],
      dilationW: dilation[1],
    },
  };
}

/** Takes away the dimension that `asImage` brought. */
export function finishWindow(call: LayerCall, dimensions: 1 | 2, y: number): number {
  return dimensions === 2 ? y : call.fromImage(y);
}

/** Adds the layer's activation, and takes away the dimension that `asImage` brought. */
export function finishActivated(call: LayerCall, dimensions: 1 | 2, y: number): number {
  const activation = call.settings.raw('activation');
  // A layer as activation may count dimensions.
  if (isObject(activation)) return activate(call, finishWindow(call, dimensions, y), activation);
  return finishWindow(call, dimensions, activate(call, y, activation));
}
