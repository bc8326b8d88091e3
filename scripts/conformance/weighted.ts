/** Weights, biases and fitting outputs for the operators that have them. */
import type { QuantParams, Tensor } from '../../src/graph/graph.ts';
import { elementCount } from '../../src/graph/graph.ts';
import { activation, activation16, quant } from './network.ts';
import type { Random } from './random.ts';

/** The standard deviation of a product of two evenly spread int8 values. */
const PRODUCT_DEVIATION = 74 * 74;

/** What an operator with weights is made of. */
export interface Weighted {
  readonly input: Tensor;
  readonly weights: Tensor;
  readonly bias: Tensor;
  /** Of the output, such that a good part of its range is used. */
  readonly scale: number;
}

/** Numbers that a case may ask for. */
export interface WeightedOptions {
  /** Products that an output sums. */
  readonly products: number;
  /** The dimension of the output channels in the weights. */
  readonly axis: number;
  /** One scale for all weights. */
  readonly perTensor?: boolean;
  readonly inputScale?: number;
  readonly inputZeroPoint?: number;
  readonly weightScale?: number;
}

/** Symmetric quantization along an axis, scales within a factor of 3 around `scale`. */
function perChannel(random: Random, channels: number, axis: number, scale: number): QuantParams {
  return {
    scale: Array.from({ length: channels }, () => random.logarithmic(scale / 3, scale * 3)),
    zeroPoint: new Array<number>(channels).fill(0),
    axis,
  };
}

/** An input, random weights and a random bias for them. */
export function weighted(
  random: Random,
  inputShape: readonly number[],
  weightShape: readonly number[],
  options: WeightedOptions,
): Weighted {
  const { products, axis, perTensor = false } = options;
  const { inputScale = 0.05, inputZeroPoint = -7, weightScale = 0.02 } = options;
  const channels = weightShape[axis]!;
  const weightQuant = perTensor ? quant(weightScale, 0) : perChannel(random, channels, axis, weightScale);
  const deviation = PRODUCT_DEVIATION * Math.sqrt(products);
  const bias = Int32Array.from({ length: channels }, () => random.integer(-deviation, deviation));
  return {
    input: activation(inputShape, inputScale, inputZeroPoint),
    weights: {
      name: 'weights',
      shape: weightShape,
      dtype: 'int8',
      quant: weightQuant,
      data: random.int8(elementCount(weightShape), -127),
    },
    bias: {
      name: 'bias',
      shape: [channels],
      dtype: 'int32',
      quant: {
        ...weightQuant,
        scale: weightQuant.scale.map((scale) => Math.fround(Math.fround(inputScale) * scale)),
        axis: 0,
      },
      data: bias,
    },
    scale: (inputScale * weightScale * deviation) / 50,
  };
}

/** What the bias of an operator with int16 activations is made of. */
export type WideBias = 'int32' | 'int64';

/** The same with int16 activations, whose steps are as large and whose numbers 256 times as large. */
export function widened({ input, bias, ...rest }: Weighted, type: WideBias | undefined): Weighted {
  if (type === undefined) return { input, bias, ...rest };
  const numbers = Array.from(bias.data as Int32Array, (value) => value * 256);
  return {
    ...rest,
    input: activation16(input.shape, input.quant!.scale[0]!),
    bias: {
      ...bias,
      dtype: type,
      data: type === 'int64' ? BigInt64Array.from(numbers, BigInt) : Int32Array.from(numbers),
    },
  };
}

/** The type of an output, and its zero point, which int16 has not. */
export function outputOf(
  scale: number,
  zeroPoint: number,
  type: WideBias | undefined,
): { readonly dtype: 'int8' | 'int16'; readonly quant: QuantParams } {
  return type === undefined
    ? { dtype: 'int8', quant: quant(scale, zeroPoint) }
    : { dtype: 'int16', quant: quant(scale, 0) };
}
