/** Expand and Tile: elements repeated along dimensions. */
import { elementCount } from '../../../graph/graph.ts';
import { broadcastShape } from '../../support/constants/broadcast.ts';
import { inPlace, reshapeTensor, unmixed } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { reshapedActivation } from '../reshape.ts';
import { sameOrder } from '../values.ts';

/** A tensor stretched to a shape. */
function broadcast(node: NodeImport, tensor: number, shape: readonly number[]): number {
  return node.op('BROADCAST_TO', [tensor, node.builder.integers(`${node.name}/shape`, shape)]);
}

const expand: Convert = (node) => {
  const given = node.activation(0);
  const shape = broadcastShape(node, [given.shape, node.numbers(1, 'a shape') ?? []]);
  if (sameOrder(shape, given.shape)) return given;
  const added = new Array<number>(shape.length - given.shape.length).fill(1);
  const value = unmixed(node, reshapedActivation(node, given, [...added, ...given.shape]));
  const tensor = broadcast(
    node,
    value.tensor,
    value.order.map((d) => shape[d]!),
  );
  return inPlace({ ...value, shape }, tensor);
};

/** Each dimension that is repeated becomes two, the first of which is stretched. */
const tile: Convert = (node) => {
  const value = unmixed(node, node.activation(0));
  const repeats = node.numbers(1, 'repeats') ?? [];
  if (
    repeats.length !== value.shape.length ||
    repeats.some((times) => !Number.isInteger(times) || times < 1)
  ) {
    throw node.error(`repeats ${value.shape.length} dimensions ${repeats.join(', ')} times`);
  }
  let { tensor } = value;
  value.order.forEach((d, place) => {
    const times = repeats[d]!;
    if (times === 1) return;
    const { shape } = node.builder.tensor(tensor);
    const [before, rest] = [elementCount(shape.slice(0, place)), elementCount(shape.slice(place))];
    const wide = broadcast(node, reshapeTensor(node, tensor, [before, 1, rest]), [before, times, rest]);
    tensor = reshapeTensor(
      node,
      wide,
      shape.map((dim, k) => (k === place ? dim * times : dim)),
    );
  });
  return inPlace({ ...value, shape: value.shape.map((dim, d) => dim * repeats[d]!) }, tensor);
};

export const repeating: Operators = { Expand: expand, Tile: tile };
