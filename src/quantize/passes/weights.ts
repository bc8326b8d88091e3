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

/** Symmetric int8 that is given for weights, as the whole or along the axis. */
function givenScales({ learned }: Tensor, { axis, int16 }: WeightsRule): readonly number[] | undefined {
  if (learned?.dtype !== 'int8' || int16 !== undefined) return undefined;
  const { scale, zeroPoint, axis: own } = learned.quant;
  const serves = zeroPoint.every((zero) => zero === 0) && (scale.length === 1 || own === axis);
  return serves ? scale : undefined;
}

/** The scales before the bias is looked at: by other ones than those given, weights would be rounded a second time. */
function ownScales(tensor: Tensor, rule: WeightsRule): readonly number[] {
  const given = givenScales(tensor, rule);
  return given ?? magnitudes(tensor, rule.axis).map((magnitude) => weightScale(magnitude, rule.int16));
}

/** How weights are to be quantized. */
export interface WeightsRule {
  /** The per-channel axis, or null for one scale. */
  readonly axis: number | null;
  /** The largest magnitude of int16 weights; int8 without it. */
  readonly int16?: number | undefined;
}

/** The parameters of a weights tensor for one operation. */
export function weightParameters(
  tensor: Tensor,
  rule: WeightsRule,
  bias: BiasOfWeights | undefined,
): QuantParams {
  let scale = ownScales(tensor, rule);
  // Integers that are given for weights and bias fit each other.
  const isGiven = tensor.learned !== undefined && bias?.tensor.learned?.dtype === 'int32';
  if (bias !== undefined && !isGiven) {
    const biases = magnitudes(bias.tensor, scale.length === 1 ? null : 0);
    scale = scale.map((one, channel) => scaleForBias(one, bias.inputScale, biases[channel]!));
  }
  return { scale, zeroPoint: scale.map(() => 0), axis: rule.axis ?? 0 };
}
