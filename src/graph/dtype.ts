/** The element types of a tensor, as .tflite has them. */

/** A typed array that can hold a tensor's elements. Bool and packed types are held as bytes. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** An element type's name. */
export type DType =
  | 'float32'
  | 'float16'
  | 'float64'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

interface DTypeFacts {
  readonly bytes: number;
  readonly array: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TensorData;
  /** The C99 type of one element. */
  readonly c: string;
}

const FACTS: Record<DType, DTypeFacts> = {
  float32: { bytes: 4, array: Float32Array, c: 'float' },
  float16: { bytes: 2, array: Uint16Array, c: 'uint16_t' },
  float64: { bytes: 8, array: Float64Array, c: 'double' },
  int8: { bytes: 1, array: Int8Array, c: 'int8_t' },
  uint8: { bytes: 1, array: Uint8Array, c: 'uint8_t' },
  int16: { bytes: 2, array: Int16Array, c: 'int16_t' },
  uint16: { bytes: 2, array: Uint16Array, c: 'uint16_t' },
  int32: { bytes: 4, array: Int32Array, c: 'int32_t' },
  uint32: { bytes: 4, array: Uint32Array, c: 'uint32_t' },
  int64: { bytes: 8, array: BigInt64Array, c: 'int64_t' },
  uint64: { bytes: 8, array: BigUint64Array, c: 'uint64_t' },
  bool: { bytes: 1, array: Uint8Array, c: 'bool' },
};

/** Bytes per element. */
export function dtypeBytes(dtype: DType): number {
  return FACTS[dtype].bytes;
}

/** The C99 type of one element, e.g. `int8_t`. */
export function dtypeC(dtype: DType): string {
  return FACTS[dtype].c;
}

/** Copies little-endian bytes into a typed array of the element type; `bytes.length` must be a multiple of its size. */
export function dataFromBytes(dtype: DType, bytes: Uint8Array): TensorData {
  const { bytes: size, array } = FACTS[dtype];
  // Not bytes.slice(): that of a Buffer is a view of memory which is shared with other buffers.
  const copy = new Uint8Array(bytes);
  return new array(copy.buffer, 0, copy.length / size);
}

/** A typed array of `length` elements of the element type on memory that is there, from byte `offset` on. */
export function dataView(dtype: DType, buffer: ArrayBufferLike, offset: number, length: number): TensorData {
  return new FACTS[dtype].array(buffer, offset, length);
}

/** The bytes that a typed array occupies, without a copy. */
export function bytesOf(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The range of a quantized tensor's element type, [min, max]; of int64, what numbers hold exactly. */
export function integerRange(dtype: DType): readonly [number, number] {
  switch (dtype) {
    case 'int8':
      return [-128, 127];
    case 'uint8':
      return [0, 255];
    case 'int16':
      return [-32768, 32767];
    case 'int32':
      return [-2147483648, 2147483647];
    case 'int64':
      return [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    default:
      throw new Error(`${dtype} is no quantized element type`);
  }
}
