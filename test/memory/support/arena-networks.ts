/** The networks whose arena was measured (scripts/tflm-arena): conformance networks of every operator, and ../shared's. */
import { readFileSync } from 'node:fs';
import { hasShared, sharedPath } from '../../support/shared.ts';
import { loadVectors, vectorOperators } from '../../support/vectors.ts';

/** A network by a name that no other has. */
export interface NamedNetwork {
  readonly name: string;
  /** The .tflite file. */
  readonly model: Uint8Array;
}

/** Networks of each operator that are measured, of all shapes and types. */
const PER_OPERATOR = 5;

const SHARED = ['kws', 'resnet8', 'micro_speech', 'ad', 'hello_world'].map((name) => `${name}_int8`);

/** At most `count` of a list, evenly from its start to its end. */
function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, k) => list[Math.round((k * (list.length - 1)) / (count - 1))]!);
}

/** Conformance networks that TFLM takes: of each operator so many. */
export function conformanceNetworks(perOperator = PER_OPERATOR): NamedNetwork[] {
  return vectorOperators().flatMap((operator) => {
    const taken = loadVectors(operator).filter(({ refused }) => refused === undefined);
    return spread(taken, perOperator).map(({ name, model }) => ({ name: `${operator}: ${name}`, model }));
  });
}

/** The networks of ../shared; none where it is not there. */
export function sharedNetworks(): NamedNetwork[] {
  if (!hasShared) return [];
  return SHARED.map((name) => ({ name, model: readFileSync(sharedPath('models', `${name}.tflite`)) }));
}
