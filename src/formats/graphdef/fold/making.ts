/** Constants out of shapes and of a few numbers. */
import { counted, filled } from '../../support/constants/moving.ts';
import type { Convert, Operators } from '../node-import.ts';

/** A constant of a shape that is the same number everywhere. */
const fill: Convert = (node) =>
  filled(node, node.integers(0, 'a shape'), node.scalar(1, 'a value'), node.constant(1, 'a value').type);

export const making: Operators = { Fill: fill, Range: counted };
