/** SIGNAL_FRAMER: steps that divide a frame or do not, prefilled or not, several rows and steps. */
import type { Cases } from '../network.ts';
import { plain, signalGraph, withSteps } from '../signals.ts';

const cases: Cases = (random) => {
  const one = (size: number, step: number, shape: number[], prefill: number) => {
    const frames = [...shape.slice(0, -1), shape.at(-1)! / step, size];
    const outputs = [plain('int16', ...frames), plain('bool')];
    const graph = signalGraph('SIGNAL_FRAMER', [plain('int16', ...shape)], outputs, { size, step, prefill });
    return withSteps(random, `${size} by ${step} of [${shape}]${prefill ? ', prefilled' : ''}`, graph, 6);
  };
  return [0, 1].flatMap((prefill) => [
    one(6, 3, [3], prefill),
    one(5, 2, [2], prefill),
    one(5, 2, [6], prefill),
    one(4, 4, [8], prefill),
    one(7, 3, [2, 3], prefill),
    one(3, 1, [2, 2, 2], prefill),
    one(1, 1, [1], prefill),
  ]);
};

export default cases;
