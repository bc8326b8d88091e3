/** Small float networks that remember something, for tests. */
import { elementCount, type Graph, tensorAt } from '../../src/graph/graph.ts';
import { calibrate, quantizeGraph } from '../../src/quantize/index.ts';
import { FloatNetworkBuilder } from './float-network.ts';
import { randomNumbers } from './random.ts';

/** Sizes and options of an LSTM. */
export interface LstmSizes {
  readonly batch: number;
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
  readonly timeMajor?: boolean;
  readonly cellClip?: number;
}

/** The names of the eight matrices and four biases, in the order of the operator's inputs. */
const GATES = ['input', 'forget', 'cell', 'output'];

/** An LSTM of random weights as a network of its own. Its tensors are named by what they are. */
export function lstmNetwork({
  batch,
  steps,
  inputs,
  units,
  timeMajor = false,
  cellClip = 0,
}: LstmSizes): Graph {
  const random = randomNumbers(3);
  const b = new FloatNetworkBuilder();
  const values = (count: number, most: number) =>
    Array.from({ length: count }, () => (random() * 2 - 1) * most);
  const matrix = (name: string, columns: number) =>
    b.constant([units, columns], values(units * columns, 1), name);
  const outer = timeMajor ? [steps, batch] : [batch, steps];
  const input = b.input([...outer, inputs]);
  const weights = GATES.map((gate) => matrix(`${gate} weights`, inputs));
  const recurrent = GATES.map((gate) => matrix(`${gate} recurrent`, units));
  const biases = GATES.map((gate) => b.constant([units], values(units, 0.5), `${gate} bias`));
  const state = (name: string) =>
    b.tensor({ name, shape: [batch, units], dtype: 'float32', isVariable: true });
  const none = (count: number) => new Array<number>(count).fill(-1);
  const output = b.op(
    'UNIDIRECTIONAL_SEQUENCE_LSTM',
    [
      input,
      ...weights,
      ...recurrent,
      ...none(3),
      ...biases,
      ...none(2),
      state('hidden'),
      state('cell'),
      ...none(4),
    ],
    [...outer, units],
    {
      activation: 'TANH',
      cellClip,
      projClip: 0,
      timeMajor,
      asymmetricQuantizeInputs: false,
      diagonalRecurrentTensors: false,
    },
  );
  return b.build([output]);
}

/** An SVDF of random weights: 3 inputs, 2 units of 2 filters, which remember 4 steps. */
export function svdfNetwork(): Graph {
  const random = randomNumbers(4);
  const b = new FloatNetworkBuilder();
  const values = (count: number) => Array.from({ length: count }, () => random() * 2 - 1);
  const operands = [
    b.input([1, 3]),
    b.constant([4, 3], values(12), 'feature weights'),
    b.constant([4, 4], values(16), 'time weights'),
    b.constant([2], [2, 1.5], 'bias'),
    b.tensor({ name: 'state', shape: [1, 16], dtype: 'float32', isVariable: true }),
  ];
  const attrs = { rank: 2, activation: 'RELU', asymmetricQuantizeInputs: false };
  return b.build([b.op('SVDF', operands, [1, 2], attrs)]);
}

/** Random inputs for so many invocations of a network of one input. */
export function inputsOf(graph: Graph, count: number): Float32Array[] {
  const random = randomNumbers(11);
  const length = elementCount(tensorAt(graph, graph.inputs[0]!).shape);
  return Array.from({ length: count }, () => Float32Array.from({ length }, () => random() * 4 - 2));
}

/** The network in integers. */
export async function quantized(graph: Graph): Promise<Graph> {
  const inputs = inputsOf(graph, 20);
  const samples = { count: inputs.length, sample: (k: number) => [inputs[k]!] };
  return quantizeGraph(graph, await calibrate(graph, samples));
}

/**
 * A network that keeps half of what it gave in a resource variable, and adds that to the input: y = x + v, v ← y / 2. The
 * variable begins with 0.5, -3, 1, 2.
 */
export function variableNetwork(): Graph {
  const handle = { isVariable: true, isHandle: true };
  const real = (name: string) => ({ name, shape: [1, 4], dtype: 'float32' as const });
  const initial = Float32Array.of(0.5, -3, 1, 2);
  const half = Float32Array.of(0.5);
  const naming = { container: '', sharedName: 'v' };
  const op = (type: string, inputs: number[], outputs: number[], attrs = {}) => ({
    type,
    inputs,
    outputs,
    attrs,
  });
  return {
    name: 'main',
    tensors: [
      real('x'),
      { ...real('v'), ...handle, initial },
      real('before'),
      real('y'),
      { name: 'half', shape: [1], dtype: 'float32', data: half },
      real('after'),
    ],
    ops: [
      op('CALL_ONCE', [], [], { initSubgraph: 1 }),
      op('VAR_HANDLE', [], [1], naming),
      op('READ_VARIABLE', [1], [2]),
      op('ADD', [0, 2], [3], { activation: 'NONE', potScaleInt16: true }),
      op('MUL', [3, 4], [5], { activation: 'NONE' }),
      op('ASSIGN_VARIABLE', [1, 5], []),
    ],
    inputs: [0],
    outputs: [3],
    subgraphs: [
      {
        name: 'initializer',
        tensors: [
          { ...real('v'), ...handle },
          { ...real('initial'), data: initial },
        ],
        ops: [op('VAR_HANDLE', [], [0], naming), op('ASSIGN_VARIABLE', [0, 1], [])],
        inputs: [],
        outputs: [],
      },
    ],
  };
}
