/** UpSampling: each position several times, or positions in between. */
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { asImage, finishWindow, pair } from './window.ts';

function build(call: LayerCall, dimensions: 1 | 2): number {
  call.requireChannelsLast();
  const factors = pair(call.settings.integers('size', dimensions, 2));
  if (factors.some((factor) => factor < 1 || factor > 1024)) {
    throw call.error(`enlarges by ${factors.join(' × ')}; it may be 1 to 1024`);
  }
  const image = asImage(call, dimensions);
  const [, height, width] = call.shape(image) as [number, number, number];
  const size = call.integers('size', [height * factors[0], width * factors[1]]);
  const method = call.settings.text('interpolation', 'nearest');
  if (method !== 'nearest' && method !== 'bilinear') {
    throw call.error(
      `interpolates by ${JSON.stringify(method)}, which TFLite Micro has no kernel for`,
      'Use interpolation="nearest" or "bilinear".',
    );
  }
  const type = method === 'nearest' ? 'RESIZE_NEAREST_NEIGHBOR' : 'RESIZE_BILINEAR';
  // Centers of pixels: by their corners, roundings could choose the wrong neighbour.
  const attrs = { alignCorners: false, halfPixelCenters: true };
  return finishWindow(call, dimensions, call.op(type, [image, size], attrs));
}

/** The layers. */
export const upsamplingLayers: LayerTable = {
  UpSampling1D: { build: (call) => build(call, 1) },
  UpSampling2D: { build: (call) => build(call, 2) },
};
