/** Constants of a file as tensors of the graph that is built. */
import type { QuantParams } from '../../../graph/graph.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import { type Constant, constantOf, realValues } from './constant.ts';
import { isReal } from './element-types.ts';

/** Unsigned bytes become signed ones by this. */
const UNSIGNED_SHIFT = 128;

/** Constant integers that stand for real numbers, as the types that TFLite has for them; undefined for others. */
function quantized(constant: Constant): { constant: Constant; quant: QuantParams } | undefined {
  const { type, data, quant, shape } = constant;
  if (quant === undefined || !quant.scale.every((scale) => scale > 0 && Number.isFinite(scale)))
    return undefined;
  if (type === 'uint8') {
    const zeroPoint = quant.zeroPoint.map((zero) => zero - UNSIGNED_SHIFT);
    const shifted = Int8Array.from(data, (value) => value - UNSIGNED_SHIFT);
    return { constant: constantOf('int8', shape, shifted), quant: { ...quant, zeroPoint } };
  }
  return type === 'int8' || type === 'int16' || type === 'int32' ? { constant, quant } : undefined;
}

/** The array of an int32 tensor: what is beyond its range ends at its limits. */
function toInt32(data: Constant['data']): Int32Array {
  return Int32Array.from(data, (value) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value)));
}

/**
 * Adds a constant: real numbers as float32; integers that stand for real numbers as they are, with a DEQUANTIZE
 * behind them; other integers as int32.
 *
 * @returns the tensor
 */
export function addConstant(builder: GraphBuilder, constant: Constant, name: string): number {
  const integers = quantized(constant);
  if (integers !== undefined) {
    const { type, shape, data } = integers.constant;
    const dtype = type as 'int8' | 'int16' | 'int32';
    const stored = builder.constant(name, shape, data, dtype, integers.quant);
    return builder.op('DEQUANTIZE', [stored], {}, { name: `${name}/real`, dtype: 'float32' });
  }
  const { shape, type, data } = constant;
  if (type === 'bool') return builder.constant(name, shape, Uint8Array.from(data), 'bool');
  if (constant.quant !== undefined || isReal(type)) {
    return builder.constant(name, shape, realValues(constant).data);
  }
  return builder.constant(name, shape, toInt32(data), 'int32');
}
