/** Layers that run another one: over time, or in both directions. */
import type { KerasLayer } from '../config.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';

/** Each step by itself: the steps become the batch of the layer within, and are put together again. */
function timeDistributed(call: LayerCall): number {
  const [batch, steps, ...rest] = call.inputShape();
  if (batch === undefined || steps === undefined || rest.length === 0) {
    throw call.error('is called on a tensor without steps');
  }
  const [inner, ...more] = call.run('layer', [call.reshape(call.input, [batch * steps, ...rest])]);
  if (inner === undefined || more.length > 0) throw call.error('runs a layer of several outputs over time');
  const [count, ...shape] = call.shape(inner);
  if (count !== batch * steps) throw call.error('runs a layer over time that mixes the steps');
  return call.reshape(inner, [batch, steps, ...shape]);
}

/** By which operator the two directions are merged. */
const MERGES: Readonly<Record<string, string>> = { sum: 'ADD', ave: 'ADD', mul: 'MUL' };

/** Steps in the reverse order. */
function reversed(call: LayerCall, x: number): number {
  return call.op('REVERSE_V2', [x, call.integers('axis', [1])]);
}

function merged(call: LayerCall, forward: number, backward: number): number[] {
  const mode = call.settings.raw('merge_mode');
  if (mode === undefined) return [forward, backward];
  if (mode === 'concat') {
    const axis = call.shape(forward).length - 1;
    return [call.op('CONCATENATION', [forward, backward], { axis })];
  }
  if (typeof mode === 'string' && Object.hasOwn(MERGES, mode)) {
    const both = call.op(MERGES[mode]!, [forward, backward]);
    return [mode === 'ave' ? call.scale(both, 0.5) : both];
  }
  throw call.settings.wrong('merge_mode', 'concat, sum, mul, ave or nothing');
}

function flag({ settings }: KerasLayer, name: string): boolean {
  return settings.flag(name, false);
}

function bidirectional(call: LayerCall): number[] {
  if (call.inputs.length !== 1) {
    throw call.error(
      'is called with an initial state',
      'Use two layers in its place, one with go_backwards=True.',
    );
  }
  const back = call.part('backward_layer');
  const [forward, ...forwardState] = call.run('forward_layer', call.inputs);
  const [backward, ...backwardState] = call.run('backward_layer', call.inputs);
  const inOrder = flag(back, 'return_sequences') ? reversed(call, backward!) : backward!;
  const outputs = merged(call, forward!, inOrder);
  return flag(back, 'return_state') ? [...outputs, ...forwardState, ...backwardState] : outputs;
}

/** The layers. */
export const wrapperLayers: LayerTable = {
  TimeDistributed: { build: timeDistributed },
  Bidirectional: { build: bidirectional },
};
