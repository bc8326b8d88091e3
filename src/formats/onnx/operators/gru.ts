/** GRU, unrolled. Its gates are update, reset and hidden, in this order. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { type Direction, unrolled } from '../recurrent.ts';
import { split } from '../splitting.ts';

const GATES = 3;

/** A tensor as parts along its last dimension. */
function parts(node: NodeImport, tensor: number, count: number): number[] {
  const size = node.builder.tensor(tensor).shape[1]! / count;
  return split(node, tensor, 1, new Array<number>(count).fill(size));
}

const gru: Convert = (node) => {
  // With linear_before_reset, as PyTorch exports it, the reset gate works on the weighted hidden state and its bias.
  const linear = node.attributes.int('linear_before_reset', 0) !== 0;
  const makeStep = (direction: Direction) => {
    const matrix = (first: number, count: number) =>
      node.addConstant(direction.recurrent(first, count), 'recurrent');
    const [both, candidate] = [matrix(0, 2), matrix(2, 1)];
    const bias = node.addConstant(direction.bias(2, 1), 'bias');
    const weighted = (hidden: number | undefined, reset: number): number | undefined => {
      if (linear) {
        const sums = hidden === undefined ? bias : node.op('FULLY_CONNECTED', [hidden, candidate, bias]);
        return node.op('MUL', [reset, sums]);
      }
      if (hidden === undefined) return undefined;
      return node.op('FULLY_CONNECTED', [node.op('MUL', [reset, hidden]), candidate]);
    };
    return (input: number, hidden: number | undefined): number => {
      const [z = 0, r = 0, h = 0] = parts(node, input, GATES);
      const [zh, rh] = hidden === undefined ? [] : parts(node, node.op('FULLY_CONNECTED', [hidden, both]), 2);
      const gate = (own: number, of: number | undefined) =>
        node.op('LOGISTIC', [of === undefined ? own : node.op('ADD', [own, of])]);
      const update = gate(z, zh);
      const more = weighted(hidden, gate(r, rh));
      const fresh = node.op('TANH', [more === undefined ? h : node.op('ADD', [h, more])]);
      // (1 − z) · fresh + z · hidden = fresh + z · (hidden − fresh)
      if (hidden === undefined) return node.op('SUB', [fresh, node.op('MUL', [update, fresh])]);
      return node.op('ADD', [fresh, node.op('MUL', [update, node.op('SUB', [hidden, fresh])])]);
    };
  };
  const { sequence, last } = unrolled(node, GATES, linear ? 2 : GATES, makeStep);
  return [sequence, last];
};

export const grus: Operators = { GRU: gru };
