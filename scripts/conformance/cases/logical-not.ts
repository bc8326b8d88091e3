/** LOGICAL_NOT: shapes. */
import type { Cases } from '../network.ts';
import { single, withSamples } from '../network.ts';

const SHAPES = [[], [1], [17], [1, 64], [2, 3, 5], [1, 2, 3, 4, 5], [2, 1, 2, 1, 2, 3]];

const cases: Cases = (random) => {
  const list = SHAPES.map((shape) => {
    const input = { name: 'input', shape, dtype: 'bool' as const };
    return withSamples(random, `[${shape}]`, single('LOGICAL_NOT', [input], { dtype: 'bool' }));
  });
  const integers = { name: 'input', shape: [4], dtype: 'int32' as const };
  const refused = single('LOGICAL_NOT', [integers], { dtype: 'int32' });
  return [...list, withSamples(random, 'refused: int32', refused)];
};

export default cases;
