/**
 * What quantization aware training (tfmot) makes of a model: layers that wrap others and have learned ranges, and one
 * that rounds the input. See learned-ranges.ts.
 */
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import { rounded } from '../learned-ranges.ts';

/** The layer in the wrapper, as it is. */
const bare: LayerDef = { build: (call) => call.run('layer', call.inputs) };

/** Refuses files that keep weights without names, by which learned ranges are known. */
function requireNames(call: LayerCall): void {
  if (call.find('optimizer_step') !== undefined) return;
  throw call.error(
    'was trained for quantization, and its file does not tell which range is whose',
    'Save the model as .h5: model.save("model.h5").',
  );
}

function wrapped(call: LayerCall): number[] {
  requireNames(call);
  return call.run('layer', call.inputs).map((y) => rounded(call, y, 'output'));
}

function quantizeLayer(call: LayerCall): number {
  requireNames(call);
  return rounded(call, call.input, call.layer.name);
}

/** The layers. */
export const quantizationLayers: LayerTable = {
  QuantizeLayer: { build: quantizeLayer },
  QuantizeWrapper: { build: wrapped },
  QuantizeWrapperV2: { build: wrapped },
  QuantizeAnnotate: bare,
};
