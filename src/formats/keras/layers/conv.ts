/**
 * Conv1D and Conv2D: a window over the positions, weighted and summed over the channels. One dimension is two of which
 * the first is 1. Keras's weights are [window…, channels of a group, output channels].
 */
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import { biasSpec, finishActivated, startWindow } from './window.ts';

function build(call: LayerCall, dimensions: 1 | 2): number {
  const { settings } = call;
  const window = startWindow(call, dimensions, settings.integers('kernel_size', dimensions));
  const depth = call.shape(window.input)[3]!;
  const filters = settings.integer('filters');
  const groups = settings.integer('groups', 1);
  const share = depth / groups;
  const shape = [...window.taps, share, filters];
  const own = dimensions === 1 ? shape.slice(1) : shape;
  const weights = call.constant('kernel', [filters, ...window.taps, share], () =>
    permute(call.weight('kernel', own), shape, [3, 0, 1, 2]),
  );
  const inputs = [window.input, weights, call.bias(filters)];
  const sums = call.op('CONV_2D', call.hasWeight('bias') ? inputs : inputs.slice(0, 2), window.attrs);
  return finishActivated(call, dimensions, sums);
}

/** The layers. */
export const convLayers: LayerTable = {
  Conv1D: { weights: ({ settings }) => biasSpec(settings, 'kernel'), build: (call) => build(call, 1) },
  Conv2D: { weights: ({ settings }) => biasSpec(settings, 'kernel'), build: (call) => build(call, 2) },
};
