/**
 * BatchNormalization: one factor and one summand a channel. src/simplify folds them into the weights before, where it
 * can.
 */
import { batchNormalization } from '../../support/rsqrt.ts';
import type { KerasLayer } from '../config.ts';
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import type { WeightSpec } from '../weights.ts';

function specs({ settings }: KerasLayer): WeightSpec[] {
  const learned = [
    ...(settings.flag('scale', true) ? [{ name: 'gamma' }] : []),
    ...(settings.flag('center', true) ? [{ name: 'beta' }] : []),
  ];
  const averages = ['moving_mean', 'moving_variance'].map((name) => ({ name, trainable: false as const }));
  return [...learned, ...averages];
}

/** The shape in which numbers of an axis meet the input. */
export function channelShape(shape: readonly number[], axis: number): number[] {
  return axis === shape.length - 1 ? [shape[axis]!] : shape.map((dim, d) => (d === axis ? dim : 1));
}

function build(call: LayerCall): number {
  const { settings } = call;
  const shape = call.inputShape();
  const axes = settings.integerList('axis') ?? [-1];
  if (axes.length !== 1) throw call.error(`normalizes along ${axes.length} axes; it may be 1`);
  const axis = call.axis(axes[0]!, shape.length);
  const channels = [shape[axis]!];
  const weight = (name: string): Float32Array | undefined =>
    call.hasWeight(name) ? call.weight(name, channels) : undefined;
  let made: ReturnType<typeof batchNormalization> | undefined;
  const numbers = (): ReturnType<typeof batchNormalization> => {
    made ??= batchNormalization(
      call.weight('moving_mean', channels),
      call.weight('moving_variance', channels),
      settings.number('epsilon', 1e-3),
      weight('gamma'),
      weight('beta'),
    );
    return made;
  };
  const factor = call.constant('scale', channelShape(shape, axis), () => numbers().scale);
  const summand = call.constant('offset', channelShape(shape, axis), () => numbers().offset);
  return call.op('ADD', [call.op('MUL', [call.input, factor]), summand]);
}

const batch: LayerDef = {
  weights: specs,
  // Of one dimension and channels, axis 2 is the channels.
  isPositionwise: ({ settings }) => String(settings.integerList('axis') ?? [-1]) === '-1',
  build,
};

/** The layer; old files call it by its versions. */
export const batchNormalizationLayers: LayerTable = {
  BatchNormalization: batch,
  BatchNormalizationV1: batch,
  BatchNormalizationV2: batch,
  SyncBatchNormalization: batch,
};
