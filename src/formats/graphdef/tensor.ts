/** The tensors that a GraphDef holds, as constants. */
import { TflqError } from '../../common/errors.ts';
import { elementCount } from '../../graph/graph.ts';
import { type Constant, constantOf } from '../support/constants/constant.ts';
import { numbersFor } from '../support/constants/element-types.ts';
import { storedType, TEXT_TYPE, typeName } from './data-types.ts';
import type { TensorDef } from './graph-def.ts';
import type { Texts } from './values.ts';

/** Elements of a tensor that the file gives as one number which is repeated. */
const MOST_ELEMENTS = 2 ** 26;

function damaged(message: string): TflqError {
  return new TflqError('model', message, { hint: 'Export the model again.' });
}

/** The number of elements of a shape of the file. */
export function checkedCount(shape: readonly number[], what: string): number {
  const count = elementCount(shape);
  if (shape.every((dim) => Number.isInteger(dim) && dim >= 0) && count <= MOST_ELEMENTS) return count;
  throw damaged(`${what} has the shape [${shape.join(', ')}]`);
}

/**
 * Elements as they lie in memory, little-endian.
 *
 * @param what the tensor's owner, for messages
 */
export function constantFromBytes(
  type: number,
  shape: readonly number[],
  bytes: Uint8Array,
  what: string,
): Constant {
  const count = checkedCount(shape, what);
  const stored = storedType(type);
  if (stored === undefined) throw damaged(`${what} is of the type ${typeName(type)}, which is not supported`);
  const size = (count * stored.bits) / 8;
  if (bytes.length !== size) {
    throw damaged(
      `${what} has ${bytes.length} bytes in the file; its shape [${shape.join(', ')}] has ${size}`,
    );
  }
  return constantOf(stored.type, shape, stored.read(new Uint8Array(bytes).buffer, count));
}

/** A tensor of the file; numbers that are fewer than its elements end with one that is repeated. */
export function constantFrom(tensor: TensorDef, what: string): Constant | Texts {
  const { type, shape, content, values, texts } = tensor;
  if (type === TEXT_TYPE) return { kind: 'texts', texts };
  if (content !== undefined) return constantFromBytes(type, shape, content, what);
  const count = checkedCount(shape, what);
  const stored = storedType(type);
  if (stored === undefined) throw damaged(`${what} is of the type ${typeName(type)}, which is not supported`);
  if (values.length > Math.max(count, 1)) {
    throw damaged(
      `${what} has ${values.length} numbers in the file; its shape [${shape.join(', ')}] has ${count}`,
    );
  }
  const numbers = stored.patterns ? stored.read(Uint16Array.from(values).buffer, values.length) : values;
  const last = numbers.length === 0 ? 0 : numbers[numbers.length - 1]!;
  const data = numbersFor(stored.type, count).fill(last);
  data.set(Array.from(numbers).slice(0, count));
  return constantOf(stored.type, shape, data);
}
