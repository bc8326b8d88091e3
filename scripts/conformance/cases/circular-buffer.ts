/** CIRCULAR_BUFFER: sizes and steps; zero points; what TFLM guesses where there is no option. */
import { type Cases, quant } from '../network.ts';
import { plain, signalGraph, withIntegers, withSteps } from '../signals.ts';

const cases: Cases = (random) => {
  const graph = (steps: number, width: number, depth: number, cycles = 1, zeroPoint = 0) => {
    const tensor = (count: number) => ({
      ...plain('int8', 1, count, width, depth),
      quant: quant(0.5, zeroPoint),
    });
    const output = { ...tensor(steps), isVariable: true };
    return signalGraph('CIRCULAR_BUFFER', [tensor(1)], [output], { cycles });
  };
  return [
    ...[1, 2, 3, 4, 5, 8].map((steps) => withSteps(random, `${steps} steps`, graph(steps, 1, 3))),
    withSteps(random, 'width 2', graph(4, 2, 3)),
    withSteps(random, 'zero point -7', graph(3, 1, 4, 1, -7)),
    withIntegers(random, 'reset, zero point 5', graph(3, 1, 4, 1, 5)),
    ...[5, 13, 25].map((steps) => withSteps(random, `${steps} steps, no option`, graph(steps, 1, 2, 0))),
  ];
};

export default cases;
