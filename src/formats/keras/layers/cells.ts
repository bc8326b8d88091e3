/**
 * The cells of recurrent layers: what one step does. Weights are Keras's: gates lie next to each other in the last
 * dimension of `kernel`, `recurrent_kernel` and `bias`.
 */
import { activate } from '../activations.ts';
import type { KerasLayer } from '../config.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import type { WeightSpec } from '../weights.ts';

/** State between steps, a tensor [batch, units] each. undefined stands for zeros. */
export type State = readonly (number | undefined)[];

/** A cell that is about to be run. */
export interface Cell {
  /** How many tensors its state is. */
  readonly states: number;
  /** Which of them is its output; the first unless given. */
  readonly output?: number;
  /** Prepares the inputs [batch, steps, features] of all steps at once. */
  readonly prepare: (inputs: number) => number;
  /** One step: from what was prepared for it, [batch, …], and the state before it to the state after it. */
  readonly step: (input: number, state: State) => number[];
}

/** Makes a cell of its settings and weights. */
type CellMaker = (call: LayerCall) => Cell;

/** The weights of a cell; `owner` is the part of a layer that has them. */
export function cellSpecs({ settings }: KerasLayer, owner?: 'cell'): WeightSpec[] {
  const names = ['kernel', 'recurrent_kernel', ...(settings.flag('use_bias', true) ? ['bias'] : [])];
  return names.map((name) => ({ name, ...(owner && { owner }) }));
}

/** Columns of a matrix [rows, columns], as FULLY_CONNECTED takes them: transposed. */
function columns(values: Float32Array, rows: number, first: number, count: number): Float32Array {
  const width = values.length / rows;
  const chosen = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    chosen.set(values.subarray(row * width + first, row * width + first + count), row * count);
  }
  return permute(chosen, [rows, count], [1, 0]);
}

/** What cells of one layer share. */
class Gates {
  readonly call: LayerCall;
  readonly units: number;
  readonly #gates: number;

  constructor(call: LayerCall, gates: number) {
    this.call = call;
    this.#gates = gates;
    this.units = call.settings.integer('units');
  }

  /** All gates' share of the inputs and of a bias, for all steps at once. */
  prepare(inputs: number, bias: number): number {
    const { call, units } = this;
    const features = call.shape(inputs).at(-1)!;
    const width = units * this.#gates;
    const weights = call.constant(`kernel of ${features}`, [width, features], () =>
      columns(call.weight('kernel', [features, width]), features, 0, width),
    );
    const operands = bias < 0 ? [inputs, weights] : [inputs, weights, bias];
    return call.op('FULLY_CONNECTED', operands, { keepNumDims: true });
  }

  /** A tensor [batch, units] times the recurrent weights of some gates. */
  recurrent(x: number, first: number, count: number, bias = -1): number {
    const { call, units } = this;
    const weights = call.constant(`recurrent_kernel ${first}`, [units * count, units], () => {
      const all = call.weight('recurrent_kernel', [units, units * this.#gates]);
      return columns(all, units, units * first, units * count);
    });
    return call.op('FULLY_CONNECTED', bias < 0 ? [x, weights] : [x, weights, bias]);
  }

  /** Bias of some gates: of a bias in rows, the rows added up. */
  bias(key: string, rows: readonly number[], first: number, count: number, of = 1): number {
    const { call, units } = this;
    if (!call.hasWeight('bias')) return -1;
    const width = units * this.#gates;
    return call.constant(key, [units * count], () => {
      const all = call.weight('bias', of === 1 ? [width] : [of, width]);
      return Float32Array.from({ length: units * count }, (_, k) =>
        rows.reduce((sum, row) => sum + all[row * width + first * units + k]!, 0),
      );
    });
  }

  /** A tensor [batch, n × units] in parts of the units. */
  split(x: number): number[] {
    const count = this.call.shape(x).at(-1)! / this.units;
    return count === 1 ? [x] : split(this.call, x, 1, count);
  }

  add(a: number, b: number | undefined): number {
    return b === undefined ? a : this.call.op('ADD', [a, b]);
  }

  activation(x: number): number {
    return activate(this.call, x, this.call.settings.raw('activation') ?? 'tanh');
  }

  gate(x: number): number {
    return activate(this.call, x, this.call.settings.raw('recurrent_activation') ?? 'sigmoid');
  }
}

/** A tensor in equal parts along a dimension. */
export function split(call: LayerCall, x: number, axis: number, count: number): number[] {
  const along = call.builder.constant(`${call.layer.name}/axis`, [], Int32Array.of(axis), 'int32');
  return call.builder.ops(
    'SPLIT',
    [along, x],
    { numSplits: count },
    { name: call.layer.name, count, dtype: 'float32' },
  );
}

/** h′ = f(x + U h). */
function simple(call: LayerCall): Cell {
  const gates = new Gates(call, 1);
  return {
    states: 1,
    prepare: (inputs) => gates.prepare(inputs, gates.bias('bias', [0], 0, 1)),
    step: (input, [hidden]) => [
      gates.activation(gates.add(input, hidden === undefined ? undefined : gates.recurrent(hidden, 0, 1))),
    ],
  };
}

/** c′ = σ(f) c + σ(i) tanh(c̃), h′ = σ(o) tanh(c′); gates in the order i, f, c̃, o. */
function lstm(call: LayerCall): Cell {
  const gates = new Gates(call, 4);
  return {
    states: 2,
    prepare: (inputs) => gates.prepare(inputs, gates.bias('bias', [0], 0, 4)),
    step(input, [hidden, cell]) {
      const sums = gates.add(input, hidden === undefined ? undefined : gates.recurrent(hidden, 0, 4));
      const [i = 0, f = 0, c = 0, o = 0] = gates.split(sums);
      const fresh = call.op('MUL', [gates.gate(i), gates.activation(c)]);
      const next =
        cell === undefined ? fresh : call.op('ADD', [call.op('MUL', [gates.gate(f), cell]), fresh]);
      return [call.op('MUL', [gates.gate(o), gates.activation(next)]), next];
    },
  };
}

/** h′ = z h + (1 − z) h̃; gates in the order z, r, h̃. */
function gru(call: LayerCall): Cell {
  const gates = new Gates(call, 3);
  const isAfter = call.settings.flag('reset_after', false);
  const hasBias = call.hasWeight('bias');
  // With two biases, only that of the candidate must stay apart: the reset gate works on it.
  const inputBias = (): number => {
    if (!isAfter) return gates.bias('bias', [0], 0, 3);
    if (!hasBias) return -1;
    const { units } = gates;
    return call.constant('bias', [3 * units], () => {
      const all = call.weight('bias', [2, 3 * units]);
      return Float32Array.from({ length: 3 * units }, (_, k) =>
        k < 2 * units ? all[k]! + all[3 * units + k]! : all[k]!,
      );
    });
  };
  const candidate = (hidden: number | undefined, reset: number): number | undefined => {
    if (!isAfter) {
      return hidden === undefined ? undefined : gates.recurrent(call.op('MUL', [reset, hidden]), 2, 1);
    }
    const bias = gates.bias('recurrent_bias', [1], 2, 1, 2);
    if (hidden !== undefined) return call.op('MUL', [reset, gates.recurrent(hidden, 2, 1, bias)]);
    return bias < 0 ? undefined : call.op('MUL', [reset, bias]);
  };
  return {
    states: 1,
    prepare: (inputs) => gates.prepare(inputs, inputBias()),
    step(input, [hidden]) {
      const [z = 0, r = 0, h = 0] = gates.split(input);
      const [zh, rh] = hidden === undefined ? [] : gates.split(gates.recurrent(hidden, 0, 2));
      const update = gates.gate(gates.add(z, zh));
      const fresh = gates.activation(gates.add(h, candidate(hidden, gates.gate(gates.add(r, rh)))));
      if (hidden === undefined) return [call.op('SUB', [fresh, call.op('MUL', [update, fresh])])];
      // z h + (1 − z) h̃ = h̃ + z (h − h̃)
      return [call.op('ADD', [fresh, call.op('MUL', [update, call.op('SUB', [hidden, fresh])])])];
    },
  };
}

/** Cells one on the other: each takes what the one below gives. */
function stacked(call: LayerCall): Cell {
  const roles = [...(call.layer.parts?.keys() ?? [])];
  if (roles.length === 0) throw call.error('has no cells');
  const cells = roles.map((role) => cellOf(call.partCall(role, call.inputs)));
  const states = cells.reduce((sum, cell) => sum + cell.states, 0);
  return {
    states,
    output: states - cells.at(-1)!.states,
    prepare: cells[0]!.prepare,
    step(input, state) {
      let [at, x] = [0, input];
      return cells.flatMap((cell, k) => {
        const prepared = k === 0 ? x : prepareOne(call, cell, x);
        const next = cell.step(prepared, state.slice(at, at + cell.states));
        at += cell.states;
        x = next[cell.output ?? 0]!;
        return next;
      });
    },
  };
}

/** What a cell makes of the inputs of one step, [batch, features]. */
function prepareOne(call: LayerCall, cell: Cell, x: number): number {
  const [batch, features] = call.shape(x) as [number, number];
  const prepared = cell.prepare(call.reshape(x, [batch, 1, features]));
  return call.reshape(prepared, [batch, call.shape(prepared).at(-1)!]);
}

const MAKERS: Readonly<Record<string, CellMaker>> = {
  LSTM: lstm,
  LSTMCell: lstm,
  GRU: gru,
  GRUCell: gru,
  SimpleRNN: simple,
  SimpleRNNCell: simple,
  StackedRNNCells: stacked,
};

/**
 * The cell that a layer is or has.
 *
 * @throws TflqError('model') where it is of no known class
 */
export function cellOf(call: LayerCall): Cell {
  const { className } = call.layer;
  if (Object.hasOwn(MAKERS, className)) return MAKERS[className]!(call);
  throw call.error(
    `is a cell that cannot be imported`,
    'Cells that can be had: LSTMCell, GRUCell, SimpleRNNCell, and StackedRNNCells of them.',
  );
}

/** Cells stand in a layer's settings only; here they tell their weights. */
export const cellLayers: LayerTable = Object.fromEntries(
  ['LSTMCell', 'GRUCell', 'SimpleRNNCell', 'StackedRNNCells'].map((name) => [
    name,
    {
      weights: (layer) => (name === 'StackedRNNCells' ? [] : cellSpecs(layer)),
      build(call) {
        throw call.error('is called by itself', 'Put it into an RNN layer: RNN(LSTMCell(8)).');
      },
    } satisfies LayerTable[string],
  ]),
);
