/** Tensors of a .tflite file: shapes, element types, quantization, constants. */
import { TflqError } from '../../common/errors.ts';
import { dataFromBytes, dtypeBytes, type TensorData } from '../../graph/dtype.ts';
import { elementCount, type QuantParams, type Tensor } from '../../graph/graph.ts';
import { labelTensor } from '../../graph/tensor-label.ts';
import type { OpenShape } from '../support/input-shape.ts';
import { damaged, type FlatTable } from './flat-table.ts';
import {
  BUFFER,
  QUANTIZATION,
  TENSOR,
  TENSOR_TYPE_INT4,
  TENSOR_TYPE_RESOURCE,
  TENSOR_TYPES,
} from './schema.ts';

function unsupported(label: string, what: string, hint?: string): TflqError {
  return new TflqError('model', `${label} ${what}`, hint === undefined ? {} : { hint });
}

/** The shape as the file stores it; an open batch is 1. */
function readShape(table: FlatTable): number[] {
  const shape = table.int32s(TENSOR.shape);
  if (shape[0] === -1) shape[0] = 1;
  return shape;
}

/** The shape with its open dimensions, where others than the batch are open. */
function readOpenShape(table: FlatTable): OpenShape | undefined {
  const signature = table.int32s(TENSOR.shapeSignature);
  if (!signature.some((dim, axis) => dim === -1 && axis > 0)) return undefined;
  return signature.map((dim) => (dim === -1 ? null : dim));
}

/** The affine quantization, or undefined where there is none. Zero points may be left out, or be given once. */
function readQuantization(table: FlatTable, rank: number, label: string): QuantParams | undefined {
  const params = table.table(TENSOR.quantization, label);
  if (params === undefined) return undefined;
  if (params.uint8(QUANTIZATION.detailsType, 0) !== 0) {
    throw unsupported(
      label,
      'is quantized by a scheme other than scales and zero points',
      'Export the model with per-tensor or per-channel quantization.',
    );
  }
  const scale = params.float32s(QUANTIZATION.scale);
  if (scale.length === 0) return undefined;
  const given = params.int64s(QUANTIZATION.zeroPoint);
  const zeroPoint = given.length <= 1 ? scale.map(() => given[0] ?? 0) : given;
  const axis = params.int32(QUANTIZATION.quantizedDimension, 0);
  return { scale, zeroPoint, axis: axis >= 0 && axis < rank ? axis : 0 };
}

/** Widens two signed 4-bit numbers a byte, the first in the low half, to one int8 each. */
function widenInt4(packed: Uint8Array, count: number): Int8Array {
  return Int8Array.from({ length: count }, (_, i) => {
    const byte = packed[i >> 1]!;
    return ((i % 2 === 0 ? byte << 28 : byte << 24) | 0) >> 28;
  });
}

/** Reads the tensors of one file. Constants that share a buffer share their elements. */
export class TensorReader {
  readonly #buffers: readonly FlatTable[];
  readonly #data = new Map<string, TensorData>();
  /** The shapes of tensors that have open dimensions besides the batch. */
  readonly open = new Map<Tensor, OpenShape>();

  /** @param buffers Model.buffers */
  constructor(buffers: readonly FlatTable[]) {
    this.#buffers = buffers;
  }

  /**
   * @param table one of SubGraph.tensors
   * @param index its number
   * @param produced true for a network's input and for what an operator writes: they are no constants
   */
  read(table: FlatTable, index: number, produced: boolean): Tensor {
    const name = table.string(TENSOR.name);
    const label = labelTensor(index, name);
    const typeCode = table.int8(TENSOR.type, 0);
    const type = TENSOR_TYPES[typeCode];
    if (typeCode === TENSOR_TYPE_RESOURCE) {
      // What it is a handle to is known when all operators are.
      return { name, shape: [], dtype: 'int8', isVariable: true, isHandle: true };
    }
    if (type === undefined) throw damaged(`${label} has the unknown element type ${typeCode}`);
    if ('unsupported' in type) {
      throw unsupported(label, `has elements of type ${type.unsupported}, which no supported operator takes`);
    }
    if (table.has(TENSOR.sparsity)) {
      throw unsupported(label, 'is stored sparsely', 'Export the model without sparse tensors.');
    }
    if (table.uint32(TENSOR.externalBuffer, 0) !== 0) {
      throw unsupported(label, 'lies in a file of its own', 'Export the model as one file.');
    }

    const { dtype } = type;
    const shape = readShape(table);
    const int4 = typeCode === TENSOR_TYPE_INT4;
    const isVariable = table.bool(TENSOR.isVariable, false);
    const data = this.#constant(table, shape, type.dtype, int4, label);
    if (int4 && data === undefined) {
      throw unsupported(label, 'is an activation of 4 bits', 'Quantize the activations to int8.');
    }
    const quant = dtype === 'float32' ? undefined : readQuantization(table, shape.length, label);
    const empty = data === undefined && !produced && !isVariable && shape.includes(0);
    const constant = empty ? dataFromBytes(dtype, new Uint8Array()) : data;
    const tensor: Tensor = {
      name,
      shape,
      dtype,
      ...(quant && { quant }),
      ...(constant && { data: constant }),
      ...(isVariable && { isVariable }),
    };
    const open = readOpenShape(table);
    if (open !== undefined) this.open.set(tensor, open);
    return tensor;
  }

  /** The elements of a constant; undefined for a tensor whose buffer is empty. */
  #constant(
    table: FlatTable,
    shape: readonly number[],
    dtype: Tensor['dtype'],
    int4: boolean,
    label: string,
  ): TensorData | undefined {
    const number = table.uint32(TENSOR.buffer, 0);
    const buffer = this.#buffers[number];
    if (buffer === undefined) throw damaged(`${label} refers to buffer ${number}, which does not exist`);
    if (buffer.uint64(BUFFER.offset, 0n) > 1n) {
      throw unsupported(label, 'lies behind the tables, as in files beyond 2 GB');
    }
    const bytes = buffer.bytes(BUFFER.data);
    if (bytes === undefined || bytes.length === 0) return undefined;

    const count = elementCount(shape);
    const expected = int4 ? Math.ceil(count / 2) : count * dtypeBytes(dtype);
    if (bytes.length !== expected) {
      throw damaged(
        `${label} of shape [${shape.join(', ')}] should have ${expected} bytes of data, but has ${bytes.length}`,
      );
    }
    const key = `${number} ${dtype} ${int4 ? count : ''}`;
    const known = this.#data.get(key);
    if (known !== undefined) return known;
    buffer.spend(bytes.length);
    const data = int4 ? widenInt4(bytes, count) : dataFromBytes(dtype, bytes);
    this.#data.set(key, data);
    return data;
  }
}
