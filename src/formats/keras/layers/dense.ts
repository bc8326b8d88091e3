/** Dense: the last dimension times a matrix of weights, which Keras has as [inputs, outputs]. */
import { activate } from '../activations.ts';
import { isObject } from '../json.ts';
import type { LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import { biasSpec } from './window.ts';

/** The layer. */
export const denseLayers: LayerTable = {
  Dense: {
    weights: ({ settings }) => biasSpec(settings, 'kernel'),
    isPositionwise: ({ settings }) => !isObject(settings.raw('activation')),
    build(call) {
      const shape = call.inputShape();
      if (shape.length < 2) throw call.error('is called on a tensor without channels');
      const [inputs, units] = [shape.at(-1)!, call.settings.integer('units')];
      const weights = call.constant('kernel', [units, inputs], () =>
        permute(call.weight('kernel', [inputs, units]), [inputs, units], [1, 0]),
      );
      const bias = call.bias(units);
      const operands = bias < 0 ? [call.input, weights] : [call.input, weights, bias];
      const sums = call.op('FULLY_CONNECTED', operands, { keepNumDims: shape.length > 2 });
      return activate(call, sums, call.settings.raw('activation'));
    },
  },
};
