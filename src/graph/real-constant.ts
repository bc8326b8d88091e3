/** The real values of constants that are stored smaller. */
import { widenHalves } from './float16.ts';
import type { Learned, Tensor } from './graph.ts';
import { dequantizeValues } from './quantize-values.ts';

/** A real-valued constant with the integers that it came as, if it did. */
export interface RealConstant {
  readonly values: Float32Array;
  readonly learned?: Learned;
}

/** The real values of a constant that is float32, float16 or quantized; undefined for all other tensors. */
export function realConstant(tensor: Tensor): RealConstant | undefined {
  const { dtype, data, quant, learned } = tensor;
  if (data === undefined) return undefined;
  if (dtype === 'float32') return { values: data as Float32Array, ...(learned && { learned }) };
  if (dtype === 'float16') return { values: widenHalves(data as Uint16Array) };
  if (quant === undefined) return undefined;
  return { values: dequantizeValues(data, tensor), learned: { dtype, quant, data } };
}

/** A constant as a float32 tensor. */
export function floatTensor(name: string, shape: readonly number[], constant: RealConstant): Tensor {
  const { values, learned } = constant;
  return { name, shape, dtype: 'float32', data: values, ...(learned && { learned }) };
}
