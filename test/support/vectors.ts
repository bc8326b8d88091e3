/** Loads the conformance vectors: see test/conformance/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { decodeVectors, type Vector } from './vector-file.ts';

export type { Vector } from './vector-file.ts';

const FOLDER = new URL('../conformance/vectors/', import.meta.url);

/** The operators that there are vectors of, by their names in TFLite's schema. */
export function vectorOperators(): string[] {
  return readdirSync(FOLDER)
    .map((file) => file.replace(/\.bin\.gz$/, '').toUpperCase())
    .sort();
}

/** The vectors of one operator, e.g. `CONV_2D`. */
export function loadVectors(operator: string): Vector[] {
  return decodeVectors(readFileSync(new URL(`${operator.toLowerCase()}.bin.gz`, FOLDER)));
}
