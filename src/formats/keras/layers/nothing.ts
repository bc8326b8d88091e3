/** Layers that do nothing outside of training. */
import type { LayerDef, LayerTable } from '../layer-call.ts';

const nothing: LayerDef = { build: (call) => call.inputs[0] ?? call.input };

const NAMES = [
  'Dropout',
  'SpatialDropout1D',
  'SpatialDropout2D',
  'SpatialDropout3D',
  'GaussianDropout',
  'GaussianNoise',
  'AlphaDropout',
  'ActivityRegularization',
  'StochasticDepth',
  'Identity',
  'RandomFlip',
  'RandomRotation',
  'RandomZoom',
  'RandomTranslation',
  'RandomContrast',
  'RandomBrightness',
  'RandomHeight',
  'RandomWidth',
] as const;

/** The layers. */
export const inactiveLayers: LayerTable = Object.fromEntries(NAMES.map((name) => [name, nothing]));
