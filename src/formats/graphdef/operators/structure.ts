/** Operators that only change how values are seen: shapes, identities, types; and what is known of any value. */
import { elementCount } from '../../../graph/graph.ts';
import { constantOf } from '../../support/constants/constant.ts';
import { isReal, numbersFor } from '../../support/constants/element-types.ts';
import { storedType, TEXT_TYPE, typeName } from '../data-types.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { isAsImage } from '../one-dimension.ts';
import { expanding, permutation, type Reshaping, reshaping, squeezing } from '../shapes.ts';
import { computed, NOTHING, type Value } from '../values.ts';

/** An operator that gives its input another shape. */
const reshape =
  (shapeOf: Reshaping): Convert =>
  (node) => {
    const value = node.value(0);
    const before = node.shape(0);
    const after = shapeOf(node, before);
    const known = value.kind === 'computed' && isAsImage(before, after) ? value : undefined;
    if (known?.image !== undefined && after.length === 4) return computed(known.image);
    const tensor = node.reshape(node.lift(value), after);
    if (known === undefined) {
      return value.kind === 'computed' && value.tensor === tensor ? value : computed(tensor);
    }
    const { blocks } = known;
    return {
      ...computed(tensor),
      ...(after.length === 3 && { image: known.tensor }),
      ...(blocks && { blocks }),
    };
  };

/** What it is given. */
const same: Convert = (node) => node.value(0);

const identities: Convert = (node) => node.inputs;

/** The shape of each input: known, for every shape is. */
const shapes: Convert = (node) =>
  node.inputs.map((_input, i) => {
    const shape = node.shape(i);
    return constantOf('int32', [shape.length], Int32Array.from(shape));
  });

const known =
  (of: (shape: readonly number[]) => number): Convert =>
  (node) =>
    constantOf('int32', [], Int32Array.of(of(node.shape(0))));

/** A constant of the input's shape. */
const like =
  (value: number): Convert =>
  (node) => {
    const shape = node.shape(0);
    node.reserve(elementCount(shape));
    const type = storedType(node.dataType('T'))?.type ?? 'float32';
    return constantOf(type, shape, numbersFor(type, elementCount(shape)).fill(value));
  };

/** The builder's type for one of TensorFlow's. */
function castType(node: NodeImport): 'float32' | 'int32' | 'bool' {
  const number = node.dataType('DstT');
  const type = storedType(number)?.type;
  if (type !== undefined && isReal(type)) return 'float32';
  if (type === 'bool') return 'bool';
  if (type === 'int32' || type === 'int64') return 'int32';
  throw node.error(`casts to ${typeName(number)}`, 'Export the model without it.');
}

const cast: Convert = (node): Value => {
  const value = node.value(0);
  if (value.kind === 'noise') return value;
  const dtype = castType(node);
  const tensor = node.lift(value);
  if (node.builder.tensor(tensor).dtype === dtype) return value;
  return node.result('CAST', [tensor], {}, { dtype });
};

const transpose: Convert = (node) =>
  computed(node.transpose(node.tensor(0), permutation(node, node.shape(0).length)));

/** Inputs that are known are there from the start; what is left is the path of a file. */
const placeholder: Convert = (node) => {
  if (node.dataType('dtype') === TEXT_TYPE) return { kind: 'texts', texts: [] };
  throw node.error('is an input that the signature of the model does not list');
};

export const structure: Operators = {
  Cast: cast,
  CheckNumerics: same,
  EnsureShape: same,
  ExpandDims: reshape(expanding),
  Identity: same,
  IdentityN: identities,
  NoOp: () => NOTHING,
  OnesLike: like(1),
  Placeholder: placeholder,
  // Of an input with a value of its own, such as the share that dropout keeps, it has that value.
  PlaceholderWithDefault: same,
  PreventGradient: same,
  Rank: known((shape) => shape.length),
  Reshape: reshape(reshaping),
  Shape: shapes,
  ShapeN: shapes,
  Size: known(elementCount),
  Snapshot: same,
  Squeeze: reshape(squeezing),
  StopGradient: same,
  Transpose: transpose,
  ZerosLike: like(0),
};
