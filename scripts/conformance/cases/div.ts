/**
 * DIV: broadcasting, scales, fused activations; int8 and int32. Nothing is divided by zero, and the scales are such that
 * no int8 quotient is below 2^-31 steps: with either, TFLM stops, or where its assertions are left out gives what
 * depends on the machine.
 */
import type { TensorData } from '../../../src/graph/dtype.ts';
import { UNEQUAL_RANKS } from '../broadcast.ts';
import type { Case, Cases } from '../network.ts';
import { FEW_SHAPES, PairCases } from '../pairs.ts';

/** The case with other divisors than 0 and, for int32, than -1, by which the least int32 cannot be divided. */
function withoutZeros({ graph, samples, ...named }: Case): Case {
  const [, divisor] = graph.inputs.map((index) => graph.tensors[index]!);
  const zero = divisor!.quant?.zeroPoint[0] ?? 0;
  const spared = divisor!.dtype === 'int32' ? [0, -1] : [zero];
  const other = zero > 0 ? zero - 3 : zero + 3;
  const divisors = (data: TensorData): TensorData =>
    (data as Int32Array).map((value) => (spared.includes(value) ? other : value));
  return { ...named, graph, samples: samples.map(([a, b]) => [a!, divisors(b!)]) };
}

const cases: Cases = (random) => {
  const pairs = new PairCases(random, 'DIV', { activation: 'NONE' });
  const [even, few] = [FEW_SHAPES[0]!, FEW_SHAPES.slice(1)];
  pairs.shapes('int8', [even, ...UNEQUAL_RANKS, ...few], {
    scales: [0.05, 0.03, 0.02],
    zeroPoints: [5, -11, 3],
  });
  for (const scales of [
    [1, 1, 1 / 64],
    [1, 1, 1 / 100],
    [1, 1, 1e-3],
    [1, 0.5, 1e-4],
    [1e6, 1e-3, 1e6],
    [1e-6, 1e-9, 1],
    [1e-3, 1e3, 1e-8],
  ] as const) {
    for (const zeroPoints of [
      [-128, 127, 0],
      [127, -128, -100],
      [0, 0, 127],
    ] as const) {
      pairs.add(
        `scales ${scales}, zero points ${zeroPoints}`,
        'int8',
        [
          [1, 29],
          [1, 29],
        ],
        { scales, zeroPoints },
      );
    }
  }
  pairs.randomScales('int8', 10, (a, b) => a / b / random.logarithmic(65, 2000));
  for (const activation of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
    const quantization = { scales: [0.05, 0.02, 0.03], zeroPoints: [-20, 30, 5] } as const;
    pairs.add(activation, 'int8', even, quantization, { activation });
    pairs.add(activation, 'int32', even, undefined, { activation });
  }
  pairs.shapes('int32', FEW_SHAPES);
  return pairs.list.map(withoutZeros);
};

export default cases;
