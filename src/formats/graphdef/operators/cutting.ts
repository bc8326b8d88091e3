/** Parts of tensors, and tensors made of several: Slice, StridedSlice, Split, Gather, Pack, Unpack, Concat, Tile. */
import { elementCount } from '../../../graph/graph.ts';
import { concatenate } from '../../support/concatenate.ts';
import { cutTensor } from '../../support/spans.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { parts } from '../shapes.ts';
import { type Cut, plainCut, stridedCut } from '../strided-slice.ts';
import { computed, type Value } from '../values.ts';

const cut =
  (of: (node: NodeImport, shape: readonly number[]) => Cut): Convert =>
  (node) => {
    const { ranges, shape } = of(node, node.shape(0));
    return computed(node.reshape(cutTensor(node, node.tensor(0), ranges), shape));
  };

const split: Convert = (node) => {
  const { value, axis, sizes } = parts(node);
  if (sizes.length === 1) return node.value(value);
  const place = node.builder.constant(`${node.name}/axis`, [], Int32Array.of(axis), 'int32');
  const attrs = { numSplits: sizes.length };
  return sizes.every((size) => size === sizes[0])
    ? node.results('SPLIT', [place, node.tensor(value)], attrs, sizes.length)
    : node.results('SPLIT_V', [node.tensor(value), node.numbers('sizes', sizes), place], attrs, sizes.length);
};

/** Keras lets indices below 0 count from the end, which an embedding's never do: i of where(i < 0, i + n, i). */
function plainIndices(value: Value): Value {
  if (value.kind !== 'computed' || value.origin?.op !== 'SelectV2') return value;
  const [condition, , index] = value.origin.inputs;
  const below =
    condition?.kind === 'computed' && condition.origin?.op === 'Less' ? condition.origin.inputs : [];
  const [compared, limit] = below;
  const isSame =
    index?.kind === 'computed' && compared?.kind === 'computed' && index.tensor === compared.tensor;
  const isZero = limit?.kind === 'constant' && limit.data.every((element) => element === 0);
  return isSame && isZero ? index : value;
}

const gather: Convert = (node) => {
  if (node.int('batch_dims', 0) !== 0) throw node.error('gathers in batches, which is not supported');
  const shape = node.shape(0);
  const axis = node.axis(node.inputs.length > 2 ? node.scalar(2, 'an axis') : 0, shape.length);
  const places = plainIndices(node.value(1));
  if (places.kind === 'constant' && places.data.some((place) => !(place >= 0 && place < shape[axis]!))) {
    throw node.error(`takes elements beyond the ${shape[axis]} of dimension ${axis}`);
  }
  const dtype = node.builder.tensor(node.tensor(0)).dtype;
  return node.result('GATHER', [node.tensor(0), node.lift(places)], { axis }, { dtype: dtype as 'float32' });
};

const pack: Convert = (node) => {
  const rank = node.shape(0).length;
  const axis = node.axis(node.int('axis', 0), rank + 1);
  const tensors = node.inputs.map((_input, i) => node.tensor(i));
  if (tensors.length > 1) {
    return node.result('PACK', tensors, { axis, valuesCount: tensors.length });
  }
  const shape = node.shape(0);
  return computed(node.reshape(tensors[0]!, [...shape.slice(0, axis), 1, ...shape.slice(axis)]));
};

const unpack: Convert = (node) => {
  const shape = node.shape(0);
  const axis = node.axis(node.int('axis', 0), shape.length);
  const count = shape[axis]!;
  if (count !== 1) return node.results('UNPACK', [node.tensor(0)], { axis, num: count }, count);
  return computed(
    node.reshape(
      node.tensor(0),
      shape.filter((_dim, d) => d !== axis),
    ),
  );
};

const concat: Convert = (node) => {
  const isOld = node.type === 'Concat';
  const at = isOld ? 0 : node.inputs.length - 1;
  const values = node.inputs.filter((_input, i) => i !== at);
  if (values.length === 0) throw node.error('has no inputs');
  const axis = node.axis(node.scalar(at, 'an axis'), node.shapeOf(values[0]!).length);
  return computed(
    concatenate(
      node,
      values.map((value) => node.lift(value)),
      axis,
    ),
  );
};

/** A tensor stretched to a shape. */
function broadcast(node: NodeImport, tensor: number, shape: readonly number[]): number {
  return node.op('BROADCAST_TO', [tensor, node.numbers('shape', shape)]);
}

/** Each dimension that is repeated becomes two, the first of which is stretched. */
const tile: Convert = (node) => {
  const repeats = node.integers(1, 'repeats');
  let tensor = node.tensor(0);
  if (repeats.length !== node.shape(0).length || repeats.some((times) => times < 1)) {
    throw node.error(`repeats ${node.shape(0).length} dimensions ${repeats.join(', ')} times`);
  }
  repeats.forEach((times, d) => {
    if (times === 1) return;
    const { shape } = node.builder.tensor(tensor);
    const [before, rest] = [elementCount(shape.slice(0, d)), elementCount(shape.slice(d))];
    const wide = broadcast(node, node.reshape(tensor, [before, 1, rest]), [before, times, rest]);
    tensor = node.reshape(
      wide,
      shape.map((dim, k) => (k === d ? dim * times : dim)),
    );
  });
  return computed(tensor);
};

export const cutting: Operators = {
  BroadcastTo: (node) => computed(broadcast(node, node.tensor(0), node.integers(1, 'a shape'))),
  Concat: concat,
  ConcatV2: concat,
  Gather: gather,
  GatherV2: gather,
  Pack: pack,
  ReverseV2: (node) =>
    node.integers(1, 'axes').length === 0
      ? node.value(0)
      : node.result('REVERSE_V2', [node.tensor(0), node.numbers('axes', node.integers(1, 'axes'))]),
  Slice: cut(plainCut),
  Split: split,
  SplitV: split,
  StridedSlice: cut(stridedCut),
  Tile: tile,
  Unpack: unpack,
};
