/**
 * Recurrent layers, unrolled: one set of operations for each step. (UNIDIRECTIONAL_SEQUENCE_LSTM goes on with the state
 * of the run before; ONNX's layers begin anew in each.)
 */
import { concatenate } from '../support/concatenate.ts';
import { type Constant, constantOf, realValues } from '../support/constants/constant.ts';
import { arranged, reshapeTensor } from './layout.ts';
import type { NodeImport } from './node-import.ts';
import { split } from './splitting.ts';
import { type Activation, activation, identity } from './values.ts';

/** Longer sequences would make programs of thousands of operations. */
const MOST_STEPS = 256;

/** One direction of a layer. */
export interface Direction {
  /** Recurrent weights of one gate or several next to each other, [rows, hidden]. */
  recurrent(firstGate: number, gates: number): Constant;
  /** The biases that belong to them. */
  bias(firstGate: number, gates: number): Constant;
  /** State to begin with; undefined for zeros. */
  initial(input: number): number | undefined;
  readonly hidden: number;
}

/** What a step does: from its input and the hidden state before it (undefined for zeros) to the one after it. */
export type Step = (input: number, hidden: number | undefined) => number;

/** A layer, unrolled. */
export interface Unrolled {
  /** All hidden states, as ONNX has them. */
  readonly sequence: Activation;
  /** The last ones. */
  readonly last: Activation;
  readonly batchFirst: boolean;
}

/** Rows of a constant [directions, rows, …] that belong to one direction. */
function rowsOf(constant: Constant, direction: number, first: number, count: number): Constant {
  const [, rows = 0, ...rest] = constant.shape;
  const size = rest.reduce((product, dim) => product * dim, 1);
  const start = (direction * rows + first) * size;
  const data = realValues(constant).data.slice(start, start + count * size);
  return constantOf('float32', [count, ...rest], data);
}

function sum(a: Constant, b: Constant): Constant {
  return constantOf(
    'float32',
    a.shape,
    (a.data as Float32Array).map((value, i) => value + b.data[i]!),
  );
}

/** The layer's weights, checked to be of the shapes that they must have. */
class Weights {
  readonly #node: NodeImport;
  readonly #gates: number;
  readonly input: Constant;
  readonly recurrent: Constant;
  readonly bias: Constant;
  readonly directions: number;
  readonly hidden: number;

  constructor(node: NodeImport, gates: number) {
    this.#node = node;
    this.#gates = gates;
    this.input = node.constant(1, 'weights');
    this.recurrent = node.constant(2, 'recurrent weights');
    const [directions = 0, rows = 0, inputs = 0] = this.input.shape;
    this.directions = directions;
    this.hidden = rows / gates;
    const biases = [directions, 2 * rows];
    this.bias =
      node.inputs[3] === undefined
        ? constantOf('float32', biases, new Float32Array(directions * 2 * rows))
        : node.constant(3, 'biases');
    this.#check(this.input, [directions, rows, inputs]);
    this.#check(this.recurrent, [directions, rows, this.hidden]);
    this.#check(this.bias, biases);
    const wanted = node.attributes.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
    if (directions !== wanted || !Number.isInteger(this.hidden) || this.hidden < 1 || inputs < 1) {
      throw node.error(`has weights of the shape [${this.input.shape.join(', ')}]`);
    }
  }

  #check(constant: Constant, shape: readonly number[]): void {
    if (constant.shape.length === shape.length && shape.every((dim, d) => dim === constant.shape[d])) return;
    throw this.#node.error(
      `has weights of the shape [${constant.shape.join(', ')}] instead of [${shape.join(', ')}]`,
    );
  }

  /** Biases of the input (part 0) or of the hidden state (part 1). */
  biasOf(direction: number, part: number, firstGate: number, gates: number): Constant {
    const first = (part * this.#gates + firstGate) * this.hidden;
    return rowsOf(this.bias, direction, first, gates * this.hidden);
  }

  recurrentOf(direction: number, firstGate: number, gates: number): Constant {
    return rowsOf(this.recurrent, direction, firstGate * this.hidden, gates * this.hidden);
  }
}

/** Refuses what the attributes ask for beyond the plain layer. */
function checkPlain(node: NodeImport, steps: number): void {
  for (const name of ['activations', 'activation_alpha', 'activation_beta', 'clip']) {
    if (node.attributes.has(name)) throw node.error(`has ${name}, which are not supported`);
  }
  if (node.attributes.int('input_forget', 0) !== 0) throw node.error('couples input and forget gates');
  const lengths = node.numbers(4, 'lengths of sequences');
  if (lengths?.some((length) => length !== steps)) throw node.error('has sequences that end early');
}

/** The input as rows [steps, inputs]; the batch is 1. */
function rowsOfInput(node: NodeImport, batchFirst: boolean): { tensor: number; steps: number } {
  const value = node.activation(0);
  const [first = 0, second = 0, inputs = 0] = value.shape;
  const [steps, batch] = batchFirst ? [second, first] : [first, second];
  if (value.shape.length !== 3 || batch !== 1) {
    throw node.error(
      `has an input of the shape [${value.shape.join(', ')}]; its batch must be 1`,
      'Export the model with a batch of 1 (and batch_first=True, so that it is the first dimension).',
    );
  }
  if (steps > MOST_STEPS) throw node.error(`has ${steps} steps; at most ${MOST_STEPS} can be unrolled`);
  const laid = arranged(node, value, identity(3));
  return { tensor: reshapeTensor(node, laid.tensor, [steps, inputs]), steps };
}

/** The state that a layer begins with, [1, hidden]; undefined where it is zeros or not given. */
function initialState(
  node: NodeImport,
  input: number,
  direction: number,
  hidden: number,
): number | undefined {
  const value = node.inputs[input];
  if (value === undefined) return undefined;
  if (value.kind === 'constant') {
    const own = realValues(value).data.slice(direction * hidden, (direction + 1) * hidden);
    if (own.every((number) => number === 0)) return undefined;
    if (own.length !== hidden)
      throw node.error(`has an initial state of the shape [${value.shape.join(', ')}]`);
    return node.addConstant(constantOf('float32', [1, hidden], own));
  }
  if (direction > 0) throw node.error('has an initial state that the network computes, for two directions');
  return reshapeTensor(node, arranged(node, value, identity(value.shape.length)).tensor, [1, hidden]);
}

/**
 * Unrolls a layer.
 *
 * @param gates rows of weights for each hidden element
 * @param sumsBiases how many gates, from the first on, have both biases added before the step
 * @param makeStep makes a step, once for each direction; what it keeps beside the hidden state is its own affair
 */
export function unrolled(
  node: NodeImport,
  gates: number,
  sumsBiases: number,
  makeStep: (direction: Direction) => Step,
): Unrolled {
  const batchFirst = node.attributes.int('layout', 0) === 1;
  const weights = new Weights(node, gates);
  const { hidden, directions } = weights;
  const { tensor, steps } = rowsOfInput(node, batchFirst);
  checkPlain(node, steps);
  const backwards = node.attributes.text('direction', 'forward') === 'reverse';
  const all: number[] = [];
  const lasts: number[] = [];
  for (let d = 0; d < directions; d++) {
    const inputBias = weights.biasOf(d, 0, 0, gates);
    const summed = sum(inputBias, padded(weights.biasOf(d, 1, 0, sumsBiases), gates * hidden));
    const projected = node.op('FULLY_CONNECTED', [
      tensor,
      node.addConstant(rowsOf(weights.input, d, 0, gates * hidden), 'weights'),
      node.addConstant(summed, 'bias'),
    ]);
    const inputs = split(node, projected, 0, new Array<number>(steps).fill(1));
    const reverse = backwards || d === 1;
    const step = makeStep({
      hidden,
      recurrent: (first, count) => weights.recurrentOf(d, first, count),
      bias: (first, count) => weights.biasOf(d, 1, first, count),
      initial: (input) => initialState(node, input, d, hidden),
    });
    let state = initialState(node, 5, d, hidden);
    const states = (reverse ? inputs.toReversed() : inputs).map((input) => {
      state = step(input, state);
      return state;
    });
    lasts.push(state!);
    all.push(concatenate(node, reverse ? states.toReversed() : states, 0));
  }
  const wide = concatenate(node, all, 1);
  // [steps, directions × hidden] → [steps, directions, 1, hidden], or with the batch first
  const sequence = reshapeTensor(
    node,
    wide,
    batchFirst ? [1, steps, directions, hidden] : [steps, directions, 1, hidden],
  );
  return {
    sequence: activation(sequence, node.builder.tensor(sequence).shape),
    last: lastStates(node, lasts, hidden, batchFirst),
    batchFirst,
  };
}

/** The last states of all directions: [directions, 1, hidden], or with the batch first. */
export function lastStates(
  node: NodeImport,
  lasts: readonly number[],
  hidden: number,
  batchFirst: boolean,
): Activation {
  const count = lasts.length;
  const tensor = reshapeTensor(
    node,
    concatenate(node, lasts, 0),
    batchFirst ? [1, count, hidden] : [count, 1, hidden],
  );
  return activation(tensor, node.builder.tensor(tensor).shape);
}

/** A vector filled up with zeros. */
function padded(constant: Constant, length: number): Constant {
  const data = new Float32Array(length);
  data.set(constant.data);
  return constantOf('float32', [length], data);
}
