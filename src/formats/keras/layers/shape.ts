/** Layers that put the same elements into another shape or order. */
import { elementCount } from '../../../graph/graph.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { reshapeOperation } from './operations.ts';

function reshape(call: LayerCall): number {
  const shape = call.inputShape();
  const target = call.settings.integerList('target_shape') ?? [];
  const count = elementCount(shape.slice(1));
  const known = target.filter((dim) => dim !== -1);
  const rest = count / elementCount(known);
  const dims = target.map((dim) => (dim === -1 ? rest : dim));
  if (
    target.length - known.length > 1 ||
    elementCount(dims) !== count ||
    dims.some((dim) => !(Number.isInteger(dim) && dim >= 1))
  ) {
    throw call.error(`cannot bring [${shape.slice(1).join(', ')}] into the shape [${target.join(', ')}]`);
  }
  return call.reshape(call.input, [shape[0]!, ...dims]);
}

function flatten(call: LayerCall): number {
  call.requireChannelsLast();
  const shape = call.inputShape();
  return call.reshape(call.input, [shape[0]!, elementCount(shape.slice(1))]);
}

function permute(call: LayerCall): number {
  const shape = call.inputShape();
  const dims = call.settings.integerList('dims') ?? [];
  const order = [0, ...dims];
  const isOrder = order.length === shape.length && order.every((_, d) => order.includes(d));
  if (!isOrder)
    throw call.error(`cannot put ${shape.length - 1} dimensions in the order [${dims.join(', ')}]`);
  return call.transpose(call.input, order);
}

/** Copies of a vector that a microcontroller would have room for. */
const MOST_COPIES = 1024;

function repeatVector(call: LayerCall): number {
  const [batch, features] = call.inputShape(2) as [number, number];
  const count = call.settings.integer('n');
  if (count < 1 || count > MOST_COPIES) {
    throw call.error(`repeats its input ${count} times; it may be 1 to ${MOST_COPIES}`);
  }
  const row = call.reshape(call.input, [batch, 1, features]);
  if (count === 1) return row;
  return call.op('BROADCAST_TO', [row, call.integers('shape', [batch, count, features])]);
}

/** The layers. */
export const shapeLayers: LayerTable = {
  Reshape: {
    build: (call) =>
      call.settings.raw('newshape') === undefined ? reshape(call) : reshapeOperation(call, call.settings),
  },
  Flatten: { build: flatten },
  Permute: { build: permute },
  RepeatVector: { build: repeatVector },
};
