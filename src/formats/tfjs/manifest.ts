/**
 * The weights of a TF.js model: a manifest in model.json says which tensors lie in which files, one after the other.
 * They may be quantized to save space; they are widened again.
 */
import { TflqError } from '../../common/errors.ts';
import { typeNumber } from '../graphdef/data-types.ts';
import { checkedCount, constantFromBytes } from '../graphdef/tensor.ts';
import { field, isList, isObject, type Json, type JsonObject, shown } from '../keras/json.ts';
import type { ReadOptions } from '../model-format.ts';
import { type Constant, constantOf } from '../support/constants/constant.ts';

/** A tensor of the manifest, in the manifest's order. */
export interface NamedWeight {
  readonly name: string;
  readonly constant: Constant;
}

/** Bytes of all files together. */
const MOST_BYTES = 2 ** 29;
/** Tensors, and files. */
const MOST_ENTRIES = 20_000;

const RESAVE = 'Export the model again: model.json and its .bin files belong together.';

function malformed(what: string): TflqError {
  return new TflqError('model', `the weights manifest ${what}`, { hint: RESAVE });
}

/** How a tensor's elements lie in the file. */
interface Stored {
  /** Number in TensorFlow's DataType. */
  readonly type: number;
  /** Of quantized ones, what turns them into numbers again. */
  readonly scale: number;
  readonly min: number;
  readonly isQuantized: boolean;
}

/** Types by the names that the manifest has for them, and their bytes. */
const TYPES: ReadonlyMap<string, { readonly type: number; readonly bytes: number }> = new Map([
  ['float32', { type: typeNumber('DT_FLOAT'), bytes: 4 }],
  ['float16', { type: typeNumber('DT_HALF'), bytes: 2 }],
  ['int32', { type: typeNumber('DT_INT32'), bytes: 4 }],
  ['uint16', { type: typeNumber('DT_UINT16'), bytes: 2 }],
  ['uint8', { type: typeNumber('DT_UINT8'), bytes: 1 }],
  ['bool', { type: typeNumber('DT_BOOL'), bytes: 1 }],
]);

function typeOf(value: Json | undefined, name: string): { readonly type: number; readonly bytes: number } {
  const found = typeof value === 'string' ? TYPES.get(value) : undefined;
  if (found !== undefined) return found;
  throw malformed(`has the tensor ${JSON.stringify(name)} of the type ${shown(value)}, which cannot be read`);
}

function numberOf(object: JsonObject, key: string, fallback: number): number {
  const value = field(object, key) ?? fallback;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw malformed(`has the ${key} ${shown(value)}`);
}

/** What the manifest says of a tensor's quantization. */
function storedAs(entry: JsonObject, name: string): Stored & { readonly bytes: number } {
  const quantization = field(entry, 'quantization');
  if (!isObject(quantization)) {
    return { ...typeOf(field(entry, 'dtype'), name), scale: 1, min: 0, isQuantized: false };
  }
  const stored = typeOf(field(quantization, 'dtype'), name);
  const isHalf = stored.type === typeNumber('DT_HALF');
  return {
    ...stored,
    scale: isHalf ? 1 : numberOf(quantization, 'scale', 1),
    min: isHalf ? 0 : numberOf(quantization, 'min', 0),
    isQuantized: !isHalf,
  };
}

function widened(constant: Constant, { scale, min, isQuantized }: Stored, isInteger: boolean): Constant {
  if (!isQuantized) return constant;
  const values = Float32Array.from(constant.data, (q) => q * scale + min);
  if (!isInteger) return constantOf('float32', constant.shape, values);
  return constantOf('int32', constant.shape, Int32Array.from(values, Math.round));
}

function shapeOf(entry: JsonObject, name: string): number[] {
  const shape = field(entry, 'shape');
  const dims = isList(shape) ? shape.filter((dim): dim is number => typeof dim === 'number') : [];
  if (isList(shape) && dims.length === shape.length) return dims;
  throw malformed(`has the tensor ${JSON.stringify(name)} of the shape ${shown(shape)}`);
}

/** Cuts the tensors of one group out of its files' bytes. */
function cut(entries: readonly Json[], bytes: Uint8Array, paths: string): NamedWeight[] {
  let at = 0;
  return entries.flatMap((entry) => {
    const name = isObject(entry) ? field(entry, 'name') : undefined;
    if (!isObject(entry) || typeof name !== 'string') throw malformed(`lists ${shown(entry)}`);
    const what = `weight ${JSON.stringify(name)}`;
    if (field(entry, 'dtype') === 'string')
      throw malformed(`has texts as ${what}, which no network computes with`);
    const shape = shapeOf(entry, name);
    const stored = storedAs(entry, name);
    const length = checkedCount(shape, what) * stored.bytes;
    if (at + length > bytes.length) {
      throw new TflqError(
        'model',
        `${what} is not whole: ${paths} ends after ${bytes.length} bytes, ${at + length - bytes.length} too early`,
        { hint: RESAVE },
      );
    }
    const constant = constantFromBytes(stored.type, shape, bytes.subarray(at, at + length), what);
    at += length;
    return { name, constant: widened(constant, stored, field(entry, 'dtype') === 'int32') };
  });
}

/** The files of one group, one after the other. */
async function joined(paths: readonly string[], companion: Companion, left: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const path of paths) {
    const part = await companion(path);
    length += part.length;
    if (length > left) throw malformed(`names files of more than ${MOST_BYTES / 2 ** 20} MiB`);
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

type Companion = NonNullable<ReadOptions['companion']>;

/**
 * Reads all tensors that a manifest lists.
 *
 * @throws TflqError('model') where a file is missing, too short, or lies outside of the model's folder
 */
export async function readManifest(
  manifest: Json | undefined,
  companion: ReadOptions['companion'],
): Promise<NamedWeight[]> {
  if (!isList(manifest)) {
    throw new TflqError('model', 'model.json lists no weights: it has no "weightsManifest"', {
      hint: RESAVE,
    });
  }
  const weights: NamedWeight[] = [];
  let left = MOST_BYTES;
  for (const group of manifest) {
    const [paths, entries] = isObject(group) ? [field(group, 'paths'), field(group, 'weights')] : [];
    if (!isList(paths) || !isList(entries)) throw malformed(`has the group ${shown(group)}`);
    const names = paths.filter((path) => typeof path === 'string');
    if (names.length !== paths.length) throw malformed(`names the files ${shown(paths)}`);
    if (names.length + entries.length + weights.length > MOST_ENTRIES) throw malformed('lists too much');
    if (companion === undefined) {
      throw new TflqError('model', 'the weights of the model lie in other files, which were not given');
    }
    const bytes = await joined(names, companion, left);
    left -= bytes.length;
    weights.push(...cut(entries, bytes, names.length === 1 ? JSON.stringify(names[0]) : 'its files'));
  }
  return weights;
}
