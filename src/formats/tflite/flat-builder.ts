/** Writing FlatBuffers tables from data, with the library's Builder. */
import { Builder } from 'flatbuffers';

/** One field of a table; `value` of an offset field is what another method here returned, 0 for none. */
export type FlatField =
  | { readonly slot: number; readonly type: 'bool'; readonly value: boolean; readonly default: boolean }
  | {
      readonly slot: number;
      readonly type: 'int8' | 'int32' | 'float32';
      readonly value: number;
      readonly default: number;
    }
  | { readonly slot: number; readonly type: 'offset'; readonly value: number };

const BYTES: Readonly<Record<FlatField['type'], number>> = {
  bool: 1,
  int8: 1,
  int32: 4,
  float32: 4,
  offset: 4,
};

/** A Builder of tables and vectors. Their parts are written first; each method returns the part's offset. */
export class FlatBuilder extends Builder {
  #vectorAlignment = 1;

  override startVector(elementBytes: number, length: number, alignment: number): void {
    super.startVector(elementBytes, length, Math.max(alignment, this.#vectorAlignment));
  }

  /** A vector of bytes that begins at a multiple of `alignment`; the library's own is aligned to 1. */
  alignedBytes(bytes: Uint8Array, alignment: number): number {
    this.#vectorAlignment = alignment;
    const offset = this.createByteVector(bytes);
    this.#vectorAlignment = 1;
    return offset;
  }

  #vector<T>(values: readonly T[], bytes: number, add: (value: T) => void): number {
    this.startVector(bytes, values.length, bytes);
    // The file is built from its end to its beginning.
    for (let i = values.length - 1; i >= 0; i--) add(values[i]!);
    return this.endVector();
  }

  /** A vector of int32. */
  int32s(values: readonly number[]): number {
    return this.#vector(values, 4, (value) => this.addInt32(value));
  }

  /** A vector of int64. */
  int64s(values: readonly number[]): number {
    return this.#vector(values, 8, (value) => this.addInt64(BigInt(value)));
  }

  /** A vector of float32. */
  float32s(values: readonly number[]): number {
    return this.#vector(values, 4, (value) => this.addFloat32(value));
  }

  /** A vector of tables. */
  tables(offsets: readonly number[]): number {
    return this.#vector(offsets, 4, (offset) => this.addOffset(offset));
  }

  /** A table. Fields that hold their default are left out; large fields come first, which saves padding. */
  table(fields: readonly FlatField[]): number {
    this.startObject(Math.max(-1, ...fields.map((field) => field.slot)) + 1);
    const largestFirst = fields.toSorted((a, b) => BYTES[b.type] - BYTES[a.type] || b.slot - a.slot);
    for (const field of largestFirst) this.#add(field);
    return this.endObject();
  }

  #add(field: FlatField): void {
    const { slot } = field;
    switch (field.type) {
      case 'bool':
        this.addFieldInt8(slot, Number(field.value), Number(field.default));
        break;
      case 'int8':
        this.addFieldInt8(slot, field.value, field.default);
        break;
      case 'int32':
        this.addFieldInt32(slot, field.value, field.default);
        break;
      case 'float32':
        this.addFieldFloat32(slot, field.value, field.default);
        break;
      case 'offset':
        this.addFieldOffset(slot, field.value, 0);
        break;
    }
  }
}
