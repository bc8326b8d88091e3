/** The element types of ONNX tensors, by their numbers in TensorProto.DataType. */
import { STORED, type StoredType } from '../support/constants/element-types.ts';

/** A type of ONNX. */
interface OnnxType extends StoredType {
  readonly name: string;
  /** The list that holds the elements where there is no `raw_data`. */
  readonly list: 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data';
}

function onnxType(
  stored: keyof typeof STORED,
  list: OnnxType['list'] = 'int32Data',
  name: string = stored,
): OnnxType {
  return { ...STORED[stored], list, name };
}

const TYPES: ReadonlyMap<number, OnnxType> = new Map([
  [1, onnxType('float32', 'floatData', 'float')],
  [2, onnxType('uint8')],
  [3, onnxType('int8')],
  [4, onnxType('uint16')],
  [5, onnxType('int16')],
  [6, onnxType('int32')],
  [7, onnxType('int64', 'int64Data')],
  [9, onnxType('bool')],
  [10, onnxType('float16')],
  [11, onnxType('float64', 'doubleData', 'double')],
  [12, onnxType('uint32', 'uint64Data')],
  [13, onnxType('uint64', 'uint64Data')],
  [16, onnxType('bfloat16')],
  [21, onnxType('uint4')],
  [22, onnxType('int4')],
  [25, onnxType('uint2')],
  [26, onnxType('int2')],
]);

/** Types that have no counterpart on a microcontroller. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [8, 'string'],
  [14, 'complex64'],
  [15, 'complex128'],
  [17, 'float8e4m3fn'],
  [18, 'float8e4m3fnuz'],
  [19, 'float8e5m2'],
  [20, 'float8e5m2fnuz'],
  [23, 'float4e2m1'],
  [24, 'float8e8m0'],
]);

/** How elements of the type of that number are stored; undefined where they cannot be read. */
export function storedType(number: number): OnnxType | undefined {
  return TYPES.get(number);
}

/** What messages call the type of that number. */
export function typeName(number: number): string {
  return TYPES.get(number)?.name ?? REFUSED.get(number) ?? `number ${number}`;
}
