/** The cases of ARG_MAX and ARG_MIN, which differ in nothing but the operator. */
import type { Tensor } from '../../src/graph/graph.ts';
import type { Case, Cases } from './network.ts';
import { activation, activation16, integers, single, withSamples } from './network.ts';

const SHAPES = [[7], [1], [1, 10], [5, 6], [2, 3, 5], [1, 4, 3, 2], [2, 2, 3, 2, 3], [2, 1, 3, 2, 2, 3]];

/** The cases of one of them. */
export function args(type: string): Cases {
  return (random) => {
    const list: Case[] = [];
    const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
    const int32 = { dtype: 'int32' as const };
    const attrs = { outputType: 'int32' };
    for (const shape of SHAPES) {
      for (let axis = -shape.length; axis < shape.length; axis++) {
        const input = activation(shape, 0.1, axis);
        add(`[${shape}], axis ${axis}`, single(type, [input, integers([axis])], int32, attrs));
      }
    }
    const real: Tensor = { name: 'input', shape: [3, 9], dtype: 'float32' };
    for (const axis of [0, -1]) {
      add(`float32, axis ${axis}`, single(type, [real, integers([axis])], int32, attrs));
    }
    const input = activation([3, 4], 0.1, 0);
    add('scalar axis', single(type, [input, integers([1], [])], int32, attrs));
    add('refused: int16', single(type, [activation16([3, 4], 0.1), integers([1])], int32, attrs));
    return list;
  };
}
