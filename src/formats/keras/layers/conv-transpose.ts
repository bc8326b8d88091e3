/**
 * Conv1DTranspose and Conv2DTranspose: a convolution the other way round. Keras's weights are [window…, output
 * channels, input channels].
 */
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import { biasSpec, finishActivated, startWindow, type Window } from './window.ts';

/** The output's height or width. */
function outputSize(size: number, taps: number, stride: number, padding: unknown): number {
  return padding === 'SAME' ? size * stride : size * stride + Math.max(taps - stride, 0);
}

function checkSettings(call: LayerCall, { attrs }: Window): void {
  if (attrs.dilationH !== 1 || attrs.dilationW !== 1) {
    throw call.error('is a transposed convolution with a dilation, which no kernel computes');
  }
  if (call.settings.raw('output_padding') !== undefined) {
    throw call.error(
      `has the output_padding ${JSON.stringify(call.settings.raw('output_padding'))}, which TFLite cannot express`,
      'Leave output_padding out, and pad or crop the output where its size matters.',
    );
  }
  if (call.settings.integer('groups', 1) !== 1) {
    throw call.error('is a transposed convolution in groups, which no kernel computes');
  }
}

function build(call: LayerCall, dimensions: 1 | 2): number {
  const { settings } = call;
  const window = startWindow(call, dimensions, settings.integers('kernel_size', dimensions));
  checkSettings(call, window);
  const [batch, height, width, depth] = call.shape(window.input) as [number, number, number, number];
  const filters = settings.integer('filters');
  const shape = [...window.taps, filters, depth];
  const own = dimensions === 1 ? shape.slice(1) : shape;
  const weights = call.constant('kernel', [filters, ...window.taps, depth], () =>
    permute(call.weight('kernel', own), shape, [2, 0, 1, 3]),
  );
  const { padding, strideH, strideW } = window.attrs as { padding: string; strideH: number; strideW: number };
  const output = [
    batch,
    outputSize(height, window.taps[0], strideH, padding),
    outputSize(width, window.taps[1], strideW, padding),
    filters,
  ];
  const inputs = [call.integers('output_shape', output), weights, window.input, call.bias(filters)];
  const sums = call.builder.op(
    'TRANSPOSE_CONV',
    inputs.filter((input) => input >= 0),
    { padding, strideH, strideW },
    { name: call.layer.name, dtype: 'float32' },
  );
  return finishActivated(call, dimensions, sums);
}

/** The layers. */
export const convTransposeLayers: LayerTable = {
  Conv1DTranspose: {
    weights: ({ settings }) => biasSpec(settings, 'kernel'),
    build: (call) => build(call, 1),
  },
  Conv2DTranspose: {
    weights: ({ settings }) => biasSpec(settings, 'kernel'),
    build: (call) => build(call, 2),
  },
};
