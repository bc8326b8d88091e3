/** Activations as layers. */
import { activate, elu, leakySlope, relu, reluSettings, softmax } from '../activations.ts';
import { isObject } from '../json.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';

/** x where x ≥ 0, and below it x times a learned slope, which may be shared along axes. */
function prelu(call: LayerCall): number {
  const shape = call.inputShape();
  const shared = (call.settings.integerList('shared_axes') ?? []).map((axis) =>
    call.axis(axis, shape.length),
  );
  const slopes = shape.slice(1).map((dim, d) => (shared.includes(d + 1) ? 1 : dim));
  const alpha = call.constant('alpha', slopes, () => call.weight('alpha', slopes));
  return call.op('PRELU', [call.input, alpha]);
}

/** The axis of a softmax: Keras 3 saves one, Keras 2 perhaps a list of one. */
function softmaxAxis(call: LayerCall): number {
  const axes = call.settings.integerList('axis') ?? [-1];
  if (axes.length !== 1) throw call.error(`normalizes along ${axes.length} axes together; it may be 1`);
  return axes[0]!;
}

const always = (): boolean => true;

/** The layers. */
export const activationLayers: LayerTable = {
  Activation: {
    isPositionwise: ({ settings }) => !isObject(settings.raw('activation')),
    build: (call) => activate(call, call.input, call.settings.raw('activation')),
  },
  ReLU: {
    isPositionwise: always,
    build: (call) => relu(call, call.input, reluSettings(call, call.settings)),
  },
  LeakyReLU: {
    isPositionwise: always,
    build: (call) => relu(call, call.input, { max: Infinity, slope: leakySlope(call.settings) }),
  },
  PReLU: { weights: () => [{ name: 'alpha' }], build: prelu },
  ELU: { isPositionwise: always, build: (call) => elu(call, call.input, call.settings.number('alpha', 1)) },
  Softmax: { build: (call) => softmax(call, call.input, softmaxAxis(call)) },
};
