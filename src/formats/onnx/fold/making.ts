/** Constants out of nothing or of a shape: Constant, ConstantOfShape, Range. */
import { elementCount } from '../../../graph/graph.ts';
import { type Constant, constantOf, integers } from '../../support/constants/constant.ts';
import { isReal, numbersFor } from '../../support/constants/element-types.ts';
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
  if (shape.some((dim) => !Number.isInteger(dim) || dim < 0)) {
    throw node.error(`makes a constant of the shape [${shape.join(', ')}]`);
  }
  node.reserve(elementCount(shape));
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
  return constantOf(stored.type, shape, numbersFor(stored.type, elementCount(shape)).fill(value));
}

/** Range: from start to limit by delta. */
function range(node: NodeImport): Constant {
  const [start, limit, delta] = ['a start', 'a limit', 'a step'].map((what, i) => node.scalar(i, what));
  if (start === undefined || limit === undefined || delta === undefined) throw node.error('lacks an input');
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!Number.isFinite(count)) throw node.error(`counts by ${delta}`);
  node.reserve(count);
  const { type } = node.constant(0, 'a start');
  const data = numbersFor(type, count);
  for (let i = 0; i < count; i++) data[i] = start + i * delta;
  return constantOf(isReal(type) ? type : 'int64', [count], isReal(type) ? data : Float64Array.from(data));
}

export const making: Operators = { Constant: constant, ConstantOfShape: constantOfShape, Range: range };
