/** LSTM, unrolled. Its gates are input, output, forget and cell, in this order. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { type Direction, lastStates, unrolled } from '../recurrent.ts';
import { split } from '../splitting.ts';

const GATES = 4;

/** The input that is the cell's initial state. */
const INITIAL_CELL = 6;

/** A tensor [1, 4 × hidden] as its four gates. */
function gatesOf(node: NodeImport, tensor: number): [number, number, number, number] {
  const size = node.builder.tensor(tensor).shape[1]! / GATES;
  return split(node, tensor, 1, new Array<number>(GATES).fill(size)) as [number, number, number, number];
}

const lstm: Convert = (node) => {
  if (node.inputs[7] !== undefined) throw node.error('has peepholes, which are not supported');
  const cells: number[] = [];
  const makeStep = (direction: Direction) => {
    const recurrent = node.addConstant(direction.recurrent(0, GATES), 'recurrent');
    const place = cells.length;
    let cell = direction.initial(INITIAL_CELL);
    return (input: number, hidden: number | undefined): number => {
      const sums =
        hidden === undefined
          ? input
          : node.op('ADD', [input, node.op('FULLY_CONNECTED', [hidden, recurrent])]);
      const [i, o, f, c] = gatesOf(node, sums);
      const sigmoid = (tensor: number) => node.op('LOGISTIC', [tensor]);
      const fresh = node.op('MUL', [sigmoid(i), node.op('TANH', [c])]);
      cell = cell === undefined ? fresh : node.op('ADD', [node.op('MUL', [sigmoid(f), cell]), fresh]);
      cells[place] = cell;
      return node.op('MUL', [sigmoid(o), node.op('TANH', [cell])]);
    };
  };
  const { sequence, last, batchFirst } = unrolled(node, GATES, GATES, makeStep);
  const hidden = last.shape.at(-1)!;
  const results = [sequence, last];
  return node.outputCount > 2 ? [...results, lastStates(node, cells, hidden, batchFirst)] : results;
};

export const lstms: Operators = { LSTM: lstm };
