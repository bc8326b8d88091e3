/** Tensors that an ONNX file holds: in raw bytes, in lists of numbers, or in a file beside it. */
import { TflqError } from '../../common/errors.ts';
import { elementCount } from '../../graph/graph.ts';
import type { ReadOptions } from '../model-format.ts';
import { type Constant, constantOf } from '../support/constants/constant.ts';
import { numbersFor } from '../support/constants/element-types.ts';
import { storedType, typeName } from './element-types.ts';
import type { TensorProto } from './schema.ts';

/** More dimensions than any operator takes. */
const MAX_RANK = 12;

/** Elements of one tensor: as many as fit a file that is no longer one for microcontrollers. */
const MAX_ELEMENTS = 2 ** 26;

/** TensorProto.DataLocation: the bytes lie in another file. */
const EXTERNAL = 1;

function fail(tensor: TensorProto, message: string, hint?: string): TflqError {
  return new TflqError(
    'model',
    `tensor ${JSON.stringify(tensor.name ?? '')} ${message}`,
    hint === undefined ? {} : { hint },
  );
}

/** Reads files beside the model, each once. */
export class ExternalFiles {
  readonly #companion: ReadOptions['companion'];
  readonly #files = new Map<string, Promise<Uint8Array>>();

  constructor(companion: ReadOptions['companion']) {
    this.#companion = companion;
  }

  /** The bytes of a tensor that lies in another file. */
  async bytes(tensor: TensorProto, count: number): Promise<Uint8Array> {
    const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value ?? '']));
    const location = entries.get('location');
    if (location === undefined || location === '') throw fail(tensor, 'lies in another file, without a name');
    if (this.#companion === undefined) {
      throw fail(tensor, `lies in another file, ${JSON.stringify(location)}, which cannot be read here`);
    }
    if (!this.#files.has(location)) this.#files.set(location, this.#companion(location));
    const file = await this.#files.get(location)!;
    const offset = Number(entries.get('offset') || 0);
    const length = Number(entries.get('length') || count);
    const whole = [offset, length].every((value) => Number.isSafeInteger(value) && value >= 0);
    if (!whole || offset + length > file.length) {
      throw fail(
        tensor,
        `should lie in ${JSON.stringify(location)} from byte ${offset} on, ${length} bytes long; the file has ${file.length}`,
        'Keep all files of the model together, as they were exported.',
      );
    }
    return file.subarray(offset, offset + length);
  }
}

function shapeOf(tensor: TensorProto): number[] {
  const shape = tensor.dims;
  if (shape.length > MAX_RANK || !shape.every((dim) => Number.isInteger(dim) && dim >= 0)) {
    throw fail(tensor, `has the shape [${shape.slice(0, MAX_RANK).join(', ')}]`);
  }
  if (elementCount(shape) > MAX_ELEMENTS) throw fail(tensor, `of shape [${shape.join(', ')}] is too large`);
  return shape;
}

/** The numbers of the list where the elements are, as the type's array. */
function fromList(tensor: TensorProto, count: number): Constant['data'] {
  const stored = storedType(tensor.dataType ?? 0)!;
  const list = tensor[stored.list];
  const needed = stored.patterns && stored.bits < 8 ? Math.ceil((count * stored.bits) / 8) : count;
  if (list.length !== needed) throw fail(tensor, `should have ${count} elements, but has ${list.length}`);
  if (!stored.patterns) {
    const result = numbersFor(stored.type, count);
    result.set(list);
    return result;
  }
  const bytes = stored.bits < 8 ? Uint8Array.from(list) : new Uint8Array(Uint16Array.from(list).buffer);
  return stored.read(bytes.buffer, count);
}

/**
 * Reads a tensor.
 *
 * @throws TflqError('model') that names it, where it is damaged, of a type that cannot be read, or its file is missing
 */
export async function readTensor(tensor: TensorProto, files: ExternalFiles): Promise<Constant> {
  const stored = storedType(tensor.dataType ?? 0);
  if (stored === undefined) {
    throw fail(tensor, `has elements of the type ${typeName(tensor.dataType ?? 0)}, which cannot be read`);
  }
  const shape = shapeOf(tensor);
  const count = elementCount(shape);
  const size = Math.ceil((count * stored.bits) / 8);
  const raw = tensor.dataLocation === EXTERNAL ? await files.bytes(tensor, size) : tensor.rawData;
  if (raw === undefined) return constantOf(stored.type, shape, fromList(tensor, count));
  if (raw.length !== size) {
    throw fail(tensor, `of shape [${shape.join(', ')}] should have ${size} bytes, but has ${raw.length}`);
  }
  return constantOf(stored.type, shape, stored.read(new Uint8Array(raw).buffer, count));
}
