/** Operators that only change how values are seen: shapes, identities, types. */
import { elementCount } from '../../../graph/graph.ts';
import { constantOf, integers } from '../../support/constants/constant.ts';
import { isReal } from '../../support/constants/element-types.ts';
import { storedType } from '../element-types.ts';
import { inPlace } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { reshapedActivation } from '../reshape.ts';
import { flattenedShape, permutation, squeezedShape, targetShape, unsqueezedShape } from '../shapes.ts';
import type { Activation } from '../values.ts';

/** An operator that gives its input another shape. */
const reshape =
  (shapeOf: (node: NodeImport, shape: readonly number[]) => readonly number[]): Convert =>
  (node) => {
    const value = node.activation(0);
    return reshapedActivation(node, value, shapeOf(node, value.shape));
  };

/** Transpose: no element moves until an operator asks for it. */
const transpose: Convert = (node): Activation => {
  const { squared: _squared, ...value } = node.activation(0);
  const perm = permutation(node, value.shape.length);
  const { mixed } = value;
  return {
    ...value,
    shape: perm.map((d) => value.shape[d]!),
    order: value.order.map((d) => perm.indexOf(d)),
    ...(mixed && { mixed: { ...mixed, axis: perm.indexOf(mixed.axis) } }),
  };
};

/** Shape: known, for every shape is. */
const shape: Convert = (node) => {
  const all = node.value(0).shape;
  const bound = (value: number) => Math.max(0, Math.min(all.length, value < 0 ? value + all.length : value));
  return integers(
    all.slice(bound(node.attributes.int('start', 0)), bound(node.attributes.int('end', all.length))),
  );
};

const size: Convert = (node) => constantOf('int64', [], Float64Array.of(elementCount(node.value(0).shape)));

/** What it is given; Dropout's mask is not computed. */
const same: Convert = (node) => node.activation(0);

/** The builder's type for a type of ONNX. */
function castType(node: NodeImport): 'float32' | 'int32' | 'bool' {
  const stored = storedType(node.attributes.int('to', 0))?.type;
  if (stored === undefined) throw node.error('casts to a type that cannot be had');
  if (isReal(stored)) return 'float32';
  if (stored === 'bool') return 'bool';
  if (stored === 'int32' || stored === 'int64') return 'int32';
  throw node.error(`casts to ${stored}`, 'Leave integers that stand for real numbers to QuantizeLinear.');
}

const cast: Convert = (node) => {
  const value = node.activation(0);
  const dtype = castType(node);
  if (node.builder.tensor(value.tensor).dtype === dtype) return value;
  return inPlace(value, node.op('CAST', [value.tensor], {}, { dtype }));
};

export const structure: Operators = {
  Reshape: reshape(targetShape),
  Flatten: reshape(flattenedShape),
  Squeeze: reshape(squeezedShape),
  Unsqueeze: reshape(unsqueezedShape),
  Transpose: transpose,
  Shape: shape,
  Size: size,
  Identity: same,
  Dropout: same,
  Cast: cast,
};
