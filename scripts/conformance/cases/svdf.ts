/** SVDF: sizes, ranks, scales, state of int8 and of int16; each as a sequence. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { activation, quant, single, withSamples, withSequence } from '../network.ts';
import type { Random } from '../random.ts';

/** What a case may ask for. */
interface Options {
  readonly batch?: number;
  readonly inputs?: number;
  readonly units?: number;
  readonly rank?: number;
  readonly memory?: number;
  /** Of the state and the weights in time. */
  readonly int8?: boolean;
  readonly inputScale?: number;
  readonly inputZeroPoint?: number;
  readonly featureScale?: number;
  readonly timeScale?: number;
  readonly stateScale?: number;
  readonly stateZeroPoint?: number;
  readonly biasScale?: number;
  readonly outputScale?: number;
  readonly outputZeroPoint?: number;
  readonly activation?: string;
}

function constant(random: Random, shape: readonly number[], int8: boolean, scale: number): Tensor {
  const count = shape[0]! * shape[1]!;
  const data = int8
    ? random.int8(count, -127)
    : Int16Array.from({ length: count }, () => random.integer(-511, 511));
  return { name: 'w', shape, dtype: int8 ? 'int8' : 'int16', quant: quant(scale, 0), data };
}

/** The inputs, and the output. */
function tensors(random: Random, options: Options): { inputs: Tensor[]; output: Tensor } {
  const { batch = 1, inputs = 6, units = 4, rank = 1, memory = 3, int8 = false } = options;
  const { inputScale = 0.05, inputZeroPoint = 5, featureScale = 0.01 } = options;
  const { timeScale = int8 ? 0.01 : 0.002, stateScale = int8 ? 0.1 : 0.001, stateZeroPoint = 0 } = options;
  const { outputScale = 0.1, outputZeroPoint = -9, biasScale } = options;
  const filters = units * rank;
  const sums = Math.fround(Math.fround(stateScale) * Math.fround(timeScale));
  const bias = Int32Array.from({ length: units }, () => random.integer(-20000, 20000));
  return {
    inputs: [
      activation([batch, inputs], inputScale, inputZeroPoint),
      constant(random, [filters, inputs], true, featureScale),
      constant(random, [filters, memory], int8, timeScale),
      { name: 'b', shape: [units], dtype: 'int32', quant: quant(biasScale ?? sums, 0), data: bias },
      {
        name: 's',
        shape: [batch, memory * filters],
        dtype: int8 ? 'int8' : 'int16',
        quant: quant(stateScale, stateZeroPoint),
        isVariable: true,
      },
    ],
    output: { ...activation([batch, units], outputScale, outputZeroPoint), name: 'y' },
  };
}

const cases: Cases = (random) => {
  const list: Case[] = [];
  const graph = (options: Options, change = (inputs: Tensor[]) => inputs) => {
    const { inputs, output } = tensors(random, options);
    const attrs = {
      rank: options.rank ?? 1,
      activation: options.activation ?? 'NONE',
      asymmetricQuantizeInputs: false,
    };
    return single('SVDF', change(inputs), output, attrs);
  };
  const add = (name: string, options: Options) => list.push(withSequence(random, name, graph(options)));

  for (const int8 of [false, true]) {
    const state = int8 ? 'state int8' : 'state int16';
    add(state, { int8 });
    add(`${state}, rank 2`, { int8, rank: 2 });
    add(`${state}, rank 3, batch of 2`, { int8, rank: 3, batch: 2, units: 3 });
    add(`${state}, one of everything`, { int8, inputs: 1, units: 1, memory: 1 });
    add(`${state}, memory of 1`, { int8, memory: 1 });
    add(`${state}, memory of 10`, { int8, memory: 10, units: 2 });
    add(`${state}, many inputs`, { int8, inputs: 40, units: 2, featureScale: 0.002 });
    add(`${state}, saturated`, { int8, stateScale: 1e-4, outputScale: 1e-4 });
    add(`${state}, hardly moves`, { int8, stateScale: 1, outputScale: 2 });
    add(`${state}, zero points at the ends`, { int8, inputZeroPoint: -128, outputZeroPoint: 127 });
    add(`${state}, RELU`, { int8, activation: 'RELU', outputZeroPoint: -128 });
    add(`${state}, bias of a scale nearly right`, { int8, biasScale: (int8 ? 1e-3 : 2e-6) + 9e-6 });
  }
  add('state int8 with a zero point', { int8: true, stateZeroPoint: 30 });
  add('state int8 with a zero point at the end', { int8: true, stateZeroPoint: -128, rank: 2 });
  // Halves of a step of the state, or nearly so: how exact the factor is decides how they are rounded.
  const nearHalf = {
    inputScale: 0.05,
    featureScale: 0.01,
    stateScale: 0.001,
    memory: 1,
    units: 12,
    timeScale: 1e-3,
  };
  add('ties', { ...nearHalf, outputScale: 5e-5, inputZeroPoint: 0 });
  list.push(withSamples(random, 'each from a reset', graph({ rank: 2 })));
  for (let k = 0; k < 8; k++) {
    const sizes = { batch: random.integer(1, 2), inputs: random.integer(1, 9), units: random.integer(1, 5) };
    const zeros = { inputZeroPoint: random.integer(-128, 127), outputZeroPoint: random.integer(-128, 127) };
    const scales = { inputScale: random.logarithmic(0.01, 0.2), outputScale: random.logarithmic(0.02, 0.5) };
    const options = {
      ...sizes,
      ...zeros,
      ...scales,
      rank: random.integer(1, 3),
      memory: random.integer(1, 6),
    };
    add(`random ${k}`, { ...options, int8: k % 2 === 1 });
  }

  const refuse = (name: string, options: Options, change = (inputs: Tensor[]) => inputs) =>
    list.push(withSamples(random, `refused: ${name}`, graph(options, change)));
  refuse('bias of another scale', { biasScale: 0.01 });
  refuse('state that is no variable', {}, (inputs) =>
    inputs.map((tensor, i) => {
      const { isVariable: _isVariable, ...constantState } = tensor;
      return i === 4 ? { ...constantState, data: new Int16Array(12) } : tensor;
    }),
  );
  refuse('four inputs', {}, (inputs) => inputs.slice(0, 4));
  return list;
};

export default cases;
