/**
 * DepthwiseConv1D and 2D, and SeparableConv1D and 2D, which follow it by a convolution of one position. Keras's
 * weights of the first are [window…, channels, outputs of a channel]: TFLite's order.
 */
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import type { WeightSpec } from '../weights.ts';
import { biasSpec, finishActivated, startWindow } from './window.ts';

/** The depthwise part; its weights go by `name`. */
function depthwise(
  call: LayerCall,
  dimensions: 1 | 2,
  name: string,
  bias: (channels: number) => number,
): number {
  const { settings } = call;
  const window = startWindow(call, dimensions, settings.integers('kernel_size', dimensions));
  const depth = call.shape(window.input)[3]!;
  const multiplier = settings.integer('depth_multiplier', 1);
  const own = [...window.taps, depth, multiplier].slice(dimensions === 1 ? 1 : 0);
  const channels = depth * multiplier;
  const weights = call.constant(name, [1, ...window.taps, channels], () => call.weight(name, own));
  const inputs = [window.input, weights, bias(channels)].filter((input) => input >= 0);
  return call.op('DEPTHWISE_CONV_2D', inputs, { ...window.attrs, depthMultiplier: multiplier });
}

function buildDepthwise(call: LayerCall, dimensions: 1 | 2): number {
  const sums = depthwise(call, dimensions, 'depthwise_kernel', (channels) => call.bias(channels));
  return finishActivated(call, dimensions, sums);
}

function buildSeparable(call: LayerCall, dimensions: 1 | 2): number {
  const filters = call.settings.integer('filters');
  const each = depthwise(call, dimensions, 'depthwise_kernel', () => -1);
  const depth = call.shape(each)[3]!;
  const shape = [1, 1, depth, filters];
  const weights = call.constant('pointwise_kernel', [filters, 1, 1, depth], () =>
    permute(call.weight('pointwise_kernel', shape.slice(dimensions === 1 ? 1 : 0)), shape, [3, 0, 1, 2]),
  );
  const inputs = [each, weights, call.bias(filters)].filter((input) => input >= 0);
  const attrs = { padding: 'VALID', strideH: 1, strideW: 1 };
  const sums = call.op('CONV_2D', inputs, attrs);
  return finishActivated(call, dimensions, sums);
}

const depthwiseSpecs: NonNullable<LayerTable[string]['weights']> = ({ settings }): WeightSpec[] =>
  biasSpec(settings, 'depthwise_kernel');

const separableSpecs: NonNullable<LayerTable[string]['weights']> = ({ settings }): WeightSpec[] =>
  biasSpec(settings, 'depthwise_kernel', 'pointwise_kernel');

/** The layers. */
export const depthwiseLayers: LayerTable = {
  DepthwiseConv1D: { weights: depthwiseSpecs, build: (call) => buildDepthwise(call, 1) },
  DepthwiseConv2D: { weights: depthwiseSpecs, build: (call) => buildDepthwise(call, 2) },
  SeparableConv1D: { weights: separableSpecs, build: (call) => buildSeparable(call, 1) },
  SeparableConv2D: { weights: separableSpecs, build: (call) => buildSeparable(call, 2) },
};
