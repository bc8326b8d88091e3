/** ZeroPadding and Cropping: positions added around the input, or taken away. */
import { isList } from '../json.ts';
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';

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

function padding(dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      call.requireChannelsLast();
      const shape = call.inputShape(dimensions + 2);
      const counts = [[0, 0], ...borders(call, 'padding', dimensions), [0, 0]];
      return call.op('PAD', [call.input, call.integers('paddings', counts.flat(), [shape.length, 2])]);
    },
  };
}

function cropping(dimensions: 1 | 2): LayerDef {
  return {
    build(call) {
      call.requireChannelsLast();
      const shape = call.inputShape(dimensions + 2);
      const counts = [[0, 0], ...borders(call, 'cropping', dimensions), [0, 0]];
      const sizes = shape.map((dim, d) => dim - counts[d]![0]! - counts[d]![1]!);
      if (sizes.some((size) => size < 1)) throw call.error(`crops all of [${shape.join(', ')}]`);
      const begin = call.integers(
        'begin',
        counts.map(([before]) => before!),
      );
      return call.op('SLICE', [call.input, begin, call.integers('size', sizes)]);
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
