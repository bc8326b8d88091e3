/** UNIDIRECTIONAL_SEQUENCE_LSTM: sizes, both layouts, scales of the states, clipping, int16; each as a sequence. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { quant, single, withSamples, withSequence } from '../network.ts';
import type { Random } from '../random.ts';

/** What a case may ask for. */
interface Options {
  readonly batch?: number;
  readonly steps?: number;
  readonly inputs?: number;
  readonly units?: number;
  readonly timeMajor?: boolean;
  readonly int16?: boolean;
  readonly inputScale?: number;
  readonly inputZeroPoint?: number;
  readonly hiddenScale?: number;
  readonly hiddenZeroPoint?: number;
  readonly cellScale?: number;
  readonly cellClip?: number;
  readonly weightScale?: number;
  readonly activation?: string;
}

const PLAIN = { projClip: 0, asymmetricQuantizeInputs: false, diagonalRecurrentTensors: false };

function weights(random: Random, shape: readonly number[], scale: number): Tensor {
  const own = random.logarithmic(scale / 2, scale * 2);
  return {
    name: 'w',
    shape,
    dtype: 'int8',
    quant: quant(own, 0),
    data: random.int8(shape[0]! * shape[1]!, -127),
  };
}

function bias(random: Random, units: number, scale: number, int16: boolean): Tensor {
  const values = Array.from({ length: units }, () => random.integer(-(int16 ? 4e6 : 3e3), int16 ? 4e6 : 3e3));
  const data = int16 ? BigInt64Array.from(values, BigInt) : Int32Array.from(values);
  // No quantization of an int64 tensor: graphs have none, and TFLM reads none.
  return int16
    ? { name: 'b', shape: [units], dtype: 'int64', data }
    : { name: 'b', shape: [units], dtype: 'int32', quant: quant(scale, 0), data };
}

/** The inputs, and the output. */
function tensors(random: Random, options: Options): { inputs: (Tensor | null)[]; output: Tensor } {
  const { batch = 1, steps = 3, inputs = 4, units = 5, timeMajor = false, int16 = false } = options;
  const { inputScale = int16 ? 1e-4 : 0.03, inputZeroPoint = int16 ? 0 : 7, weightScale = 0.02 } = options;
  const {
    hiddenScale = int16 ? 2 ** -15 : 0.0078,
    hiddenZeroPoint = int16 ? 0 : -1,
    cellScale = 2 ** -11,
  } = options;
  const dtype = int16 ? ('int16' as const) : ('int8' as const);
  const hidden = { dtype, quant: quant(hiddenScale, hiddenZeroPoint) };
  const shape = timeMajor ? [steps, batch] : [batch, steps];
  const four = <T>(make: () => T): T[] => [make(), make(), make(), make()];
  const input = four(() => weights(random, [units, inputs], weightScale));
  const none = (count: number) => new Array<null>(count).fill(null);
  return {
    inputs: [
      { name: 'x', shape: [...shape, inputs], dtype, quant: quant(inputScale, inputZeroPoint) },
      ...input,
      ...four(() => weights(random, [units, units], weightScale)),
      ...none(3),
      ...input.map((tensor) => bias(random, units, inputScale * tensor.quant!.scale[0]!, int16)),
      ...none(2),
      { name: 'h', shape: [batch, units], ...hidden, isVariable: true },
      { name: 'c', shape: [batch, units], dtype: 'int16', quant: quant(cellScale, 0), isVariable: true },
      ...none(4),
    ],
    output: { name: 'y', shape: [...shape, units], ...hidden },
  };
}

const cases: Cases = (random) => {
  const list: Case[] = [];
  const graph = (options: Options, change = (inputs: (Tensor | null)[]) => inputs) => {
    const { inputs, output } = tensors(random, options);
    const { timeMajor = false, cellClip = 0, activation = 'TANH' } = options;
    const attrs = { ...PLAIN, activation, cellClip, timeMajor };
    return single('UNIDIRECTIONAL_SEQUENCE_LSTM', change(inputs), output, attrs);
  };
  const add = (name: string, options: Options) => list.push(withSequence(random, name, graph(options)));

  add('plain', {});
  add('one of everything', { steps: 1, inputs: 1, units: 1 });
  add('one step', { steps: 1 });
  add('many inputs', { inputs: 19, units: 3 });
  add('many units', { inputs: 3, units: 13 });
  add('many steps', { steps: 9, units: 2 });
  add('batch of 3', { batch: 3, steps: 2 });
  add('batch of 3, time major', { batch: 3, steps: 2, timeMajor: true });
  add('time major', { timeMajor: true });
  for (const log2 of [-20, -15, -13, -12, -8, -4, 0]) add(`cell scale 2^${log2}`, { cellScale: 2 ** log2 });
  add('cell scale no power of two', { cellScale: 0.0004 });
  for (const cellClip of [0.001, 0.5, 10, 1000]) add(`cell clip ${cellClip}`, { cellClip });
  add('hidden scale small', { hiddenScale: 0.001, hiddenZeroPoint: 100 });
  add('hidden scale large', { hiddenScale: 0.3, hiddenZeroPoint: -128 });
  add('zero points at the ends', { inputZeroPoint: -128, hiddenZeroPoint: 127 });
  add('saturated gates', { weightScale: 1, inputScale: 0.5 });
  add('gates that hardly move', { weightScale: 1e-5 });
  add('int16', { int16: true });
  add('int16, batch of 2', { int16: true, batch: 2, units: 3 });
  add('int16, batch of 2, time major', { int16: true, batch: 2, units: 3, timeMajor: true });
  add('int16, cell clip', { int16: true, cellClip: 0.25, inputs: 9 });
  add('int16, cell scale 2^-15', { int16: true, cellScale: 2 ** -15, hiddenScale: 1e-5 });
  add('int16, saturated gates', { int16: true, weightScale: 0.5, inputScale: 1e-3 });
  list.push(withSamples(random, 'each from a reset', graph({ steps: 2 })));
  for (let k = 0; k < 6; k++) {
    const options = {
      batch: random.integer(1, 2),
      steps: random.integer(1, 4),
      inputs: random.integer(1, 7),
    };
    const scales = {
      inputScale: random.logarithmic(0.003, 0.1),
      weightScale: random.logarithmic(0.003, 0.1),
    };
    const zeros = { inputZeroPoint: random.integer(-128, 127), hiddenZeroPoint: random.integer(-128, 127) };
    const cell = { cellScale: 2 ** random.integer(-15, -9), hiddenScale: random.logarithmic(0.004, 0.01) };
    add(`random ${k}`, {
      ...options,
      units: random.integer(1, 7),
      ...scales,
      ...zeros,
      ...cell,
      timeMajor: k % 2 === 1,
    });
  }

  const refuse = (name: string, change: (inputs: (Tensor | null)[]) => (Tensor | null)[]) =>
    list.push(withSamples(random, `refused: ${name}`, graph({}, change)));
  const replaced = (i: number, tensor: Tensor | null) => (inputs: (Tensor | null)[]) =>
    inputs.map((old, k) => (k === i ? tensor : old));
  const vector = {
    name: 'v',
    shape: [5],
    dtype: 'int16' as const,
    quant: quant(1e-4, 0),
    data: new Int16Array(5),
  };
  refuse('peephole', replaced(9, vector));
  refuse('layer normalization', replaced(23, vector));
  refuse('projection', replaced(16, weights(random, [5, 5], 0.1)));
  refuse('20 inputs', (inputs) => inputs.slice(0, 20));
  return list;
};

export default cases;
