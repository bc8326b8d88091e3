/** Constants out of nothing or of a shape: Constant, ConstantOfShape, Range. */

import { type Constant, constantOf, integers } from '../../support/constants/constant.ts';
import { counted, filled } from '../../support/constants/moving.ts';
import { storedType } from '../element-types.ts';
import type { NodeImport, Operators } from '../node-import.ts';

/** Constant: a value that the node itself holds. Tensors are read before. */
function constant(node: NodeImport): Constant {
  const { attributes } = node;
  const value = ['value_float', 'value_floats', 'value_int', 'value_ints'].find((name) =>
    attributes.has(name),
  );
  const { float = 0, floats = [], int = 0, ints = [] } = attributes.get(value ?? '') ?? {};
  switch (value) {
    case 'value_float':
      return constantOf('float32', [], Float32Array.of(float));
    case 'value_floats':
      return constantOf('float32', [floats.length], Float32Array.from(floats));
    case 'value_int':
      return constantOf('int64', [], Float64Array.of(int));
    case 'value_ints':
      return integers(ints);
    default:
      throw node.error('has no value of numbers');
  }
}

/** ConstantOfShape: one value everywhere. */
function constantOfShape(node: NodeImport): Constant {
  const shape = node.numbers(0, 'a shape') ?? [];
  const {
    dataType = 1,
    floatData = [],
    int32Data = [],
    int64Data = [],
    rawData,
  } = node.attributes.get('value')?.tensor ?? {};
  const stored = storedType(dataType);
  if (stored === undefined) throw node.error('makes a constant of a type that cannot be read');
  const listed = [...floatData, ...int32Data, ...int64Data][0];
  const value = rawData === undefined ? (listed ?? 0) : stored.read(new Uint8Array(rawData).buffer, 1)[0]!;
  return filled(node, shape, value, stored.type);
}

export const making: Operators = { Constant: constant, ConstantOfShape: constantOfShape, Range: counted };
