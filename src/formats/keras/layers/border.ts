/** ZeroPadding and Cropping: positions added around the input, or taken away. */
import { isList } from '../json.ts';
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import { asImage, finishWindow } from './window.ts';

/** Counts before and after each of the dimensions: one number for all, one a dimension, or two. */
function borders(call: LayerCall, name: string, dimensions: 1 | 2): [number, number][] {
  const value = call.settings.raw(name) ?? 1;
  const whole = isList(value) ? value : new Array(dimensions).fill(value);
  // In one dimension, two numbers are before and after.
  const list = dimensions === 1 && whole.length === 2 ? [whole] : whole;
  const pairs = list.map((entry) => (isList(entry) ? entry : [entry, entry]));
  const isCount = (count: unknown): count is number =>
    Number.isSafeInteger(count) && (count as number) >= 0 && (count as number) < 2 ** 20;
  if (pairs.length !== dimensions || pairs.some((two) => two.length !== 2 || !two.every(isCount))) {
    throw call.settings.wrong(name, `counts of ${dimensions === 1 ? 'positions' : 'rows and columns'}`);
  }
  return pairs as [number, number][];
}

/** The same for an image: nothing before and after the batch, the height of one dimension, and the channels. */
function aroundImage(counts: readonly [number, number][]): [number, number][] {
  const none = (): [number, number] => [0, 0];
  return [none(), ...(counts.length === 1 ? [none()] : []), ...counts, none()];
}

function padding(dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      call.requireChannelsLast();
      const image = asImage(call, dimensions);
      const counts = aroundImage(borders(call, 'padding', dimensions));
      const paddings = call.integers('paddings', counts.flat(), [counts.length, 2]);
      return finishWindow(call, dimensions, call.op('PAD', [image, paddings]));
    },
  };
}

function cropping(dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      call.requireChannelsLast();
      const image = asImage(call, dimensions);
      const shape = call.shape(image);
      const counts = aroundImage(borders(call, 'cropping', dimensions));
      const sizes = shape.map((dim, d) => dim - counts[d]![0]! - counts[d]![1]!);
      if (sizes.some((size) => size < 1)) throw call.error(`crops all of [${shape.join(', ')}]`);
      const begin = call.integers(
        'begin',
        counts.map(([before]) => before!),
      );
      const inner = call.op('SLICE', [image, begin, call.integers('size', sizes)]);
      return finishWindow(call, dimensions, inner);
    },
  };
}

/** The layers. */
export const borderLayers: LayerTable = {
  ZeroPadding1D: padding(1),
  ZeroPadding2D: padding(2),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
};
