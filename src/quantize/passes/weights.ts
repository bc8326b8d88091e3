/** The parameters of weights: symmetric, as fine as their largest magnitude allows, coarser where a bias asks for it. */
import { elementCount, type QuantParams, type Tensor } from '../../graph/graph.ts';
import { scaleForBias, weightScale } from '../parameters.ts';

/**
 * The largest magnitude of each slice along an axis, or of the whole.
 *
 * @param axis null for the whole
 */
export function magnitudes(tensor: Tensor, axis: number | null): number[] {
  const values = tensor.data as Float32Array;
  const channels = axis === null ? 1 : tensor.shape[axis]!;
  const slice = axis === null ? values.length : elementCount(tensor.shape.slice(axis + 1));
  const result = new Array<number>(channels).fill(0);
  for (let i = 0; i < values.length; i++) {
    const channel = Math.floor(i / slice) % channels;
    const magnitude = Math.abs(values[i]!);
    if (magnitude > result[channel]!) result[channel] = magnitude;
  }
  return result;
}

/**
 * The parameters of a weights tensor for one operation.
 *
 * @param axis the per-channel axis, or null for one scale
 * @param bias the operation's bias, if it has one, with the scale of the input that the weights are multiplied with
 */
export function weightParameters(
  tensor: Tensor,
  axis: number | null,
  bias: { readonly tensor: Tensor; readonly inputScale: number } | undefined,
): QuantParams {
  const scales = magnitudes(tensor, axis).map(weightScale);
  const raised =
    bias === undefined
      ? scales
      : raiseForBias(scales, magnitudes(bias.tensor, scales.length === 1 ? null : 0), bias.inputScale);
  return { scale: raised, zeroPoint: raised.map(() => 0), axis: axis ?? 0 };
}

function raiseForBias(scales: readonly number[], biases: readonly number[], inputScale: number): number[] {
  return scales.map((scale, channel) => scaleForBias(scale, inputScale, biases[channel]!));
}
