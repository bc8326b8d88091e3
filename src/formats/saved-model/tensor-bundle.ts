/** Saved tensors: an index of their types, shapes and places, and files in which their elements lie. */
import { TflqError } from '../../common/errors.ts';
import { constantFromBytes } from '../graphdef/tensor.ts';
import type { ReadOptions } from '../model-format.ts';
import type { Constant } from '../support/constants/constant.ts';
import { BOOL, decodeProtobuf, INT32, INT64, many, message, one, STRING } from '../support/protobuf.ts';
import { readTable } from './table.ts';

const SHAPE = {
  dims: many(message({ size: one(INT64, 1), name: one(STRING, 2) }), 2),
  unknown: one(BOOL, 3),
};

/** What the index says of a tensor. */
const ENTRY = {
  type: one(INT32, 1),
  shape: one(message(SHAPE), 2),
  shard: one(INT32, 3),
  offset: one(INT64, 4),
  size: one(INT64, 5),
  slices: many(message({}), 7),
};

/** What it says of itself, under the empty key. */
const HEADER = { shards: one(INT32, 1), endianness: one(INT32, 2) };

/** Files that elements lie in, and bytes of all tensors. */
const MOST_SHARDS = 1000;
const MOST_BYTES = 2 ** 29;

function damaged(message: string): TflqError {
  return new TflqError('model', message, { hint: 'Copy the whole SavedModel folder again.' });
}

/** The tensors of a bundle. */
export class TensorBundle {
  readonly #index: ReadonlyMap<string, Uint8Array>;
  readonly #prefix: string;
  readonly #companion: NonNullable<ReadOptions['companion']>;
  readonly #files = new Map<number, Uint8Array>();
  #shards = 0;
  #left = MOST_BYTES;

  private constructor(
    index: ReadonlyMap<string, Uint8Array>,
    prefix: string,
    companion: NonNullable<ReadOptions['companion']>,
  ) {
    this.#index = index;
    this.#prefix = prefix;
    this.#companion = companion;
  }

  /**
   * Opens a bundle.
   *
   * @param prefix what the names of its files begin with, e.g. `variables/variables`
   */
  static async open(prefix: string, companion: NonNullable<ReadOptions['companion']>): Promise<TensorBundle> {
    const bundle = new TensorBundle(readTable(await companion(`${prefix}.index`)), prefix, companion);
    const header = await decodeProtobuf(bundle.#index.get('') ?? new Uint8Array(), HEADER);
    const { shards = 0, endianness = 0 } = header;
    if (endianness !== 0) throw damaged('the variables were saved on a big-endian machine');
    if (shards < 1 || shards > MOST_SHARDS) throw damaged(`the variables lie in ${shards} files`);
    bundle.#shards = shards;
    return bundle;
  }

  /** The tensor under a key, or undefined where there is none. */
  async tensor(key: string): Promise<Constant | undefined> {
    const bytes = this.#index.get(key);
    if (bytes === undefined || key === '') return undefined;
    const { type = 0, shape, shard = 0, offset = 0, size = 0, slices } = await decodeProtobuf(bytes, ENTRY);
    const what = `variable ${JSON.stringify(key)}`;
    if (slices.length > 0) throw damaged(`${what} is saved in slices, which is not supported`);
    const file = await this.#file(shard);
    if (!(offset >= 0 && size >= 0 && offset + size <= file.length)) {
      throw damaged(`${what} lies beyond the end of ${JSON.stringify(this.#fileName(shard))}`);
    }
    this.#left -= size;
    if (this.#left < 0) throw damaged(`the variables have more than ${MOST_BYTES / 2 ** 20} MiB`);
    const dims = shape?.dims.map((dim) => dim.size ?? 0) ?? [];
    return constantFromBytes(type, dims, file.subarray(offset, offset + size), what);
  }

  #fileName(shard: number): string {
    const number = (value: number): string => String(value).padStart(5, '0');
    return `${this.#prefix}.data-${number(shard)}-of-${number(this.#shards)}`;
  }

  async #file(shard: number): Promise<Uint8Array> {
    const known = this.#files.get(shard);
    if (known !== undefined) return known;
    if (!(shard >= 0 && shard < this.#shards))
      throw damaged(`a variable lies in file ${shard} of ${this.#shards}`);
    const file = await this.#companion(this.#fileName(shard));
    this.#files.set(shard, file);
    return file;
  }
}
