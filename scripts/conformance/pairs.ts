/** Cases of elementwise operators of two inputs. */
import type { DType } from '../../src/graph/dtype.ts';
import type { Attributes, Graph, Tensor } from '../../src/graph/graph.ts';
import type { ShapePair } from './broadcast.ts';
import { type Case, quant, single, withSamples } from './network.ts';
import type { Random } from './random.ts';

/** Shapes that broadcast in the ways that differ for a kernel, for types other than the first. */
export const FEW_SHAPES: readonly ShapePair[] = [
  [
    [1, 3, 2, 5],
    [1, 3, 2, 5],
  ],
  [[1, 17], []],
  [[5], [1, 3, 2, 5]],
  [
    [2, 1, 3, 1],
    [1, 2, 1, 5],
  ],
];

/** Scales and zero points; the latter are 0 unless given. */
export interface PairQuantization {
  readonly scales: readonly [number, number, number];
  readonly zeroPoints?: readonly [number, number, number];
}

/** An activation of a type: int8 and int16 are quantized, other types are not. */
export function operand(dtype: DType, shape: readonly number[], scale: number, zeroPoint: number): Tensor {
  const quantized = dtype === 'int8' || dtype === 'int16';
  return { name: 'operand', shape, dtype, ...(quantized && { quant: quant(scale, zeroPoint) }) };
}

/** Makes the cases of one operator, one after the other. */
export class PairCases {
  readonly list: Case[] = [];
  readonly random: Random;
  private readonly type: string;
  private readonly attrs: Attributes;

  /** @param attrs what the operator's attributes are unless a case says otherwise */
  constructor(random: Random, type: string, attrs: Attributes = {}) {
    this.random = random;
    this.type = type;
    this.attrs = attrs;
  }

  /** Adds a case of two activations of one type, which is the output's too unless given. */
  add(
    name: string,
    dtype: DType,
    [a, b]: ShapePair,
    { scales, zeroPoints = [0, 0, 0] }: PairQuantization = { scales: [1, 1, 1] },
    attrs: Attributes = {},
    outputType: DType = dtype,
  ): void {
    const inputs = [operand(dtype, a, scales[0], zeroPoints[0]), operand(dtype, b, scales[1], zeroPoints[1])];
    const { shape: _none, name: _stand, ...output } = operand(outputType, [], scales[2], zeroPoints[2]);
    this.addGraph(`${dtype}: ${name}`, single(this.type, inputs, output, { ...this.attrs, ...attrs }));
  }

  /** Adds a network of any kind. */
  addGraph(name: string, graph: Graph): void {
    this.list.push(withSamples(this.random, name, graph));
  }

  /** One case for each pair of shapes. */
  shapes(
    dtype: DType,
    pairs: readonly ShapePair[],
    quantization?: PairQuantization,
    outputType?: DType,
  ): void {
    for (const pair of pairs) {
      this.add(`[${pair[0]}] and [${pair[1]}]`, dtype, pair, quantization, {}, outputType);
    }
  }

  /** Cases of random scales and zero points; int16 has none of the latter. */
  randomScales(dtype: 'int8' | 'int16', count: number, output: (a: number, b: number) => number): void {
    for (let k = 0; k < count; k++) {
      const [a, b] = [this.random.logarithmic(1e-3, 0.9), this.random.logarithmic(1e-3, 0.9)];
      const zero = (): number => (dtype === 'int8' ? this.random.integer(-128, 127) : 0);
      this.add(
        `random ${k}`,
        dtype,
        [
          [1, 23],
          [1, 23],
        ],
        {
          scales: [a, b, output(a, b)],
          zeroPoints: [zero(), zero(), zero()],
        },
      );
    }
  }
}
