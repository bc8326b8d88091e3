/**
 * The .tflite format's tables: for each the slots of its fields, counted from 0 in the order in which the format
 * declares them. (A union takes two slots: its type, then its table.) Only what we read or write is named.
 *
 * The format is a FlatBuffers file, little-endian, schema version 3, file identifier `TFL3`.
 */
import type { DType } from '../../graph/dtype.ts';

/** The four bytes at offset 4. */
export const FILE_IDENTIFIER = 'TFL3';

/** `Model.version` of every file since 2018. */
export const SCHEMA_VERSION = 3;

/** Root table. */
export const MODEL = {
  /** uint32 */
  version: 0,
  /** [OperatorCode] */
  operatorCodes: 1,
  /** [SubGraph] */
  subgraphs: 2,
  /** string */
  description: 3,
  /** [Buffer]; number 0 is empty by convention. */
  buffers: 4,
} as const;

/** Which operator: named once a file, referred to by number. */
export const OPERATOR_CODE = {
  /** int8: the BuiltinOperator where it is below 127, else 127. */
  deprecatedBuiltinCode: 0,
  /** string, for CUSTOM */
  customCode: 1,
  /** int32, default 1 */
  version: 2,
  /** int32 BuiltinOperator; absent (0) in files from before 2020. */
  builtinCode: 3,
} as const;

/** A network's tensors and operators. */
export const SUBGRAPH = {
  /** [Tensor] */
  tensors: 0,
  /** [int32] */
  inputs: 1,
  /** [int32] */
  outputs: 2,
  /** [Operator] in order of execution */
  operators: 3,
  /** string */
  name: 4,
} as const;

/** One tensor. */
export const TENSOR = {
  /** [int32] */
  shape: 0,
  /** int8 TensorType */
  type: 1,
  /** uint32, a number in Model.buffers */
  buffer: 2,
  /** string */
  name: 3,
  /** QuantizationParameters */
  quantization: 4,
  /** bool */
  isVariable: 5,
  /** SparsityParameters, where the constant is stored sparsely. */
  sparsity: 6,
  /** [int32]: the shape with −1 where a dimension is open. */
  shapeSignature: 7,
  /** bool: tells a scalar (true) from a tensor of unknown rank, which both have shape []. */
  hasRank: 8,
  /** uint32: where the constant lies in a file of its own; 0 is nowhere. */
  externalBuffer: 10,
} as const;

/** Affine quantization. Its fields min and max (0 and 1) are hints for converters. */
export const QUANTIZATION = {
  /** [float32] */
  scale: 2,
  /** [int64] */
  zeroPoint: 3,
  /** uint8, the type of a union of other schemes; 0 is none. */
  detailsType: 4,
  /** int32: the per-channel axis. */
  quantizedDimension: 6,
} as const;

/** One operation. */
export const OPERATOR = {
  /** uint32, a number in Model.operator_codes */
  opcodeIndex: 0,
  /** [int32], −1 for an absent optional one */
  inputs: 1,
  /** [int32] */
  outputs: 2,
  /** uint8, BuiltinOptions: which options table follows; 0 is none. */
  builtinOptionsType: 3,
  /** the options table */
  builtinOptions: 4,
  /** [uint8]: the options of a custom operator */
  customOptions: 5,
  /** [int32]: tensors inside of the operation */
  intermediates: 8,
} as const;

/** The bytes of a constant. */
export const BUFFER = {
  /** [uint8], aligned to 16 bytes. No vector at all where the buffer is empty: LiteRT refuses an empty one. */
  data: 0,
  /** uint64: in files beyond 2 GB the data lies behind the tables, from this byte on. Valid if > 1. */
  offset: 1,
} as const;

/** Alignment of a buffer's data. */
export const BUFFER_ALIGNMENT = 16;

/** A tensor's element type: what we call it, or why it cannot be had. */
type ElementType = { readonly dtype: DType } | { readonly unsupported: string };

/** TensorType, in the schema's order. INT4 (number 17) is widened to int8 as it is read: see read-tensors.ts. */
export const TENSOR_TYPES: readonly ElementType[] = [
  { dtype: 'float32' },
  { dtype: 'float16' },
  { dtype: 'int32' },
  { dtype: 'uint8' },
  { dtype: 'int64' },
  { unsupported: 'STRING' },
  { dtype: 'bool' },
  { dtype: 'int16' },
  { unsupported: 'COMPLEX64' },
  { dtype: 'int8' },
  { dtype: 'float64' },
  { unsupported: 'COMPLEX128' },
  { dtype: 'uint64' },
  { unsupported: 'RESOURCE' },
  { unsupported: 'VARIANT' },
  { dtype: 'uint32' },
  { dtype: 'uint16' },
  { dtype: 'int8' },
  { unsupported: 'BFLOAT16' },
  { unsupported: 'INT2' },
  { unsupported: 'UINT4' },
  { unsupported: 'FLOAT8_E4M3FN' },
  { unsupported: 'FLOAT8_E5M2' },
];

/** TensorType INT4: two elements a byte, the first in the low half. */
export const TENSOR_TYPE_INT4 = 17;

/** TensorType RESOURCE: a handle to a variable. */
export const TENSOR_TYPE_RESOURCE = 13;

/** The TensorType of an element type. */
export function tensorTypeOf(dtype: DType): number {
  return TENSOR_TYPES.findIndex((type) => 'dtype' in type && type.dtype === dtype);
}
