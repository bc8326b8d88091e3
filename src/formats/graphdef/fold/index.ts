/** Arithmetic on constants, done while a graph is imported: what exporters make of shapes, and of weights. */
import type { Convert } from '../node-import.ts';
import { arithmetic } from './arithmetic.ts';
import { making } from './making.ts';
import { moving } from './moving.ts';
import { reducing } from './reducing.ts';

/** Operators that are computed where all their inputs are constants. */
export const FOLDS: ReadonlyMap<string, Convert> = new Map(
  Object.entries({ ...making, ...arithmetic, ...moving, ...reducing }),
);
