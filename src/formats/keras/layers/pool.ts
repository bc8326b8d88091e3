/** Pooling: the greatest or the mean of a window, or of all positions. */
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import { asImage, finishWindow, pair, startWindow } from './window.ts';

function pool(type: string, dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      // Keras saves the strides of a pool always; null in a model of another tool means the window.
      const size = call.settings.integers('pool_size', dimensions, 2);
      const window = startWindow(call, dimensions, size);
      const isOpen = call.settings.raw('strides') === undefined;
      const [strideH, strideW] = isOpen ? window.taps : [window.attrs.strideH, window.attrs.strideW];
      const [filterH, filterW] = pair(size);
      const { padding } = window.attrs;
      const attrs = { padding, strideH, strideW, filterH, filterW };
      return finishWindow(call, dimensions, call.op(type, [window.input], attrs));
    },
  };
}

/** The output of a global pool of shape [batch, 1…, channels], without the ones unless they are to be kept. */
function keptDims(call: LayerCall, dimensions: 1 | 2, y: number): number {
  const [batch, channels] = [call.shape(y)[0]!, call.shape(y).at(-1)!];
  const ones = call.settings.flag('keepdims', false) ? new Array<number>(dimensions).fill(1) : [];
  return call.reshape(y, [batch, ...ones, channels]);
}

function globalAverage(dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      call.requireChannelsLast();
      const mean = call.op('MEAN', [asImage(call, dimensions), call.integers('axes', [1, 2])], {
        keepDims: false,
      });
      return keptDims(call, dimensions, mean);
    },
  };
}

/** A pool of one window has kernels that a reduction lacks. */
function globalMax(dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      call.requireChannelsLast();
      const image = asImage(call, dimensions);
      const [, height, width] = call.shape(image) as [number, number, number];
      const attrs = { padding: 'VALID', strideH: 1, strideW: 1, filterH: height, filterW: width };
      return keptDims(call, dimensions, call.op('MAX_POOL_2D', [image], attrs));
    },
  };
}

/** The layers; old names of Keras 1 among them. */
export const poolLayers: LayerTable = {
  MaxPooling1D: pool('MAX_POOL_2D', 1),
  MaxPooling2D: pool('MAX_POOL_2D', 2),
  AveragePooling1D: pool('AVERAGE_POOL_2D', 1),
  AveragePooling2D: pool('AVERAGE_POOL_2D', 2),
  GlobalAveragePooling1D: globalAverage(1),
  GlobalAveragePooling2D: globalAverage(2),
  GlobalMaxPooling1D: globalMax(1),
  GlobalMaxPooling2D: globalMax(2),
};
