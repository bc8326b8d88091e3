/** Constants out of shapes and of a few numbers. */
import { elementCount } from '../../../graph/graph.ts';
import { constantOf } from '../../support/constants/constant.ts';
import { numbersFor } from '../../support/constants/element-types.ts';
import type { Convert, Operators } from '../node-import.ts';

/** A constant of a shape that is the same number everywhere. */
const fill: Convert = (node) => {
  const shape = node.integers(0, 'a shape');
  const value = node.scalar(1, 'a value');
  if (shape.some((dim) => dim < 0)) throw node.error(`makes a constant of the shape [${shape.join(', ')}]`);
  node.reserve(elementCount(shape));
  const { type } = node.constant(1, 'a value');
  return constantOf(type, shape, numbersFor(type, elementCount(shape)).fill(value));
};

/** From start to limit by delta. */
const range: Convert = (node) => {
  const [start, limit, delta] = ['a start', 'a limit', 'a step'].map((what, i) => node.scalar(i, what)) as [
    number,
    number,
    number,
  ];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!Number.isFinite(count)) throw node.error(`counts by ${delta}`);
  node.reserve(count);
  const { type } = node.constant(0, 'a start');
  const data = numbersFor(type, count);
  for (let i = 0; i < count; i++) data[i] = start + i * delta;
  return constantOf(type, [count], data);
};

export const making: Operators = { Fill: fill, Range: range };
