/** The parameters of weights: symmetric, as fine as their largest magnitude allows, coarser where a bias asks for it. */
import { elementCount, type QuantParams, type Tensor } from '../../graph/graph.ts';
import { scaleForBias, weightScale } from '../parameters.ts';

/**
 * The largest magnitude of each slice along an axis, or of the whole.
 *
 * @param axis null for the whole
 */
function magnitudes(tensor: Tensor, axis: number | null): number[] {
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

/** The bias that goes with some weights, and the scale of the input that they are multiplied with. */
export interface BiasOfWeights {
  readonly tensor: Tensor;
  readonly inputScale: number;
}

/** The scales before the bias is looked at: those of the file where it has int8 weights that serve. */
function ownScales(
  tensor: Tensor,
  { axis, int16 }: WeightsRule,
  stored: QuantParams | undefined,
): readonly number[] {
  const serves = stored !== undefined && (stored.scale.length === 1 || stored.axis === axis);
  return serves ? stored.scale : magnitudes(tensor, axis).map((magnitude) => weightScale(magnitude, int16));
}

/** How weights are to be quantized. */
export interface WeightsRule {
  /** The per-channel axis, or null for one scale. */
  readonly axis: number | null;
  /** The largest magnitude of int16 weights; int8 without it. */
  readonly int16?: number | undefined;
}

/**
 * The parameters of a weights tensor for one operation.
 *
 * @param stored the parameters that the file stores the weights by, if it stores them as int8
 */
export function weightParameters(
  tensor: Tensor,
  rule: WeightsRule,
  stored: QuantParams | undefined,
  bias: BiasOfWeights | undefined,
): QuantParams {
  let scale = ownScales(tensor, rule, stored);
  if (bias !== undefined) {
    const biases = magnitudes(bias.tensor, scale.length === 1 ? null : 0);
    scale = scale.map((one, channel) => scaleForBias(one, bias.inputScale, biases[channel]!));
  }
  return { scale, zeroPoint: scale.map(() => 0), axis: rule.axis ?? 0 };
}
