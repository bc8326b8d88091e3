/** Real values to a tensor's integers and back, as TFLM's QUANTIZE and DEQUANTIZE compute them. */
import { TflqError } from '../common/errors.ts';
import { dataFromBytes, dtypeBytes, integerRange, type TensorData } from './dtype.ts';
import type { QuantParams, Tensor } from './graph.ts';
import { roundAwayFromZero } from './round.ts';

function quantOf(tensor: Tensor): QuantParams {
  if (tensor.quant !== undefined) return tensor.quant;
  throw new TflqError(
    'model',
    `tensor ${JSON.stringify(tensor.name)} of type ${tensor.dtype} has no quantization parameters`,
    { hint: 'Real values cannot be converted for it.' },
  );
}

/**
 * For element `i` of a tensor, the place of its scale is ⌊i / inner⌋ mod scales: `inner` elements lie between
 * neighbours along the per-channel axis.
 */
function innerSize(tensor: Tensor, quant: QuantParams): number {
  if (quant.scale.length === 1) return 1;
  return tensor.shape.slice(quant.axis + 1).reduce((product, dim) => product * dim, 1);
}

/**
 * q = clamp(round(x / scale) + zero_point), the division in float32, halves rounded away from zero, clamped to
 * the element type's range. ±Infinity clamps; NaN, which callers refuse, gives the zero point.
 *
 * @param values as many as the tensor has elements, row-major
 * @param tensor an integer tensor with quantization parameters; for a float32 tensor the values come back as
 *   they are
 * @throws TflqError('model') where the tensor has no quantization parameters
 */
export function quantizeValues(values: Float32Array, tensor: Tensor): TensorData {
  if (tensor.dtype === 'float32') return values;
  const quant = quantOf(tensor);
  const inner = innerSize(tensor, quant);
  const [min, max] = integerRange(tensor.dtype);
  const scales = Float32Array.from(quant.scale);
  const channels = scales.length;
  const result = dataFromBytes(tensor.dtype, new Uint8Array(values.length * dtypeBytes(tensor.dtype)));
  for (let i = 0; i < values.length; i++) {
    const c = channels === 1 ? 0 : Math.floor(i / inner) % channels;
    const steps = roundAwayFromZero(Math.fround(values[i]! / scales[c]!)) || 0;
    result[i] = Math.min(max, Math.max(min, steps + quant.zeroPoint[c]!));
  }
  return result;
}

/**
 * x = scale × (q − zero_point), rounded to float32.
 *
 * @param data the tensor's elements
 * @param tensor an integer tensor with quantization parameters; for a float32 tensor the data come back as
 *   they are
 * @throws TflqError('model') where the tensor has no quantization parameters
 */
export function dequantizeValues(data: TensorData, tensor: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  const quant = quantOf(tensor);
  const inner = innerSize(tensor, quant);
  const channels = quant.scale.length;
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const c = channels === 1 ? 0 : Math.floor(i / inner) % channels;
    result[i] = Math.fround(quant.scale[c]!) * (Number(data[i]!) - quant.zeroPoint[c]!);
  }
  return result;
}
