/**
 * Conformance networks of every operator, as emitted for the runtime tflm, in TFLM on this machine. Needs a checkout of
 * TFLM, whose path is in the environment variable TFLM_DIR (docs/TFLM.md).
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/scratch.ts';
import { loadVectors, type Vector, vectorOperators } from '../support/vectors.ts';
import { wrongInTflm } from './support/tflm-program.ts';

const tflmDir = process.env.TFLM_DIR;

/** Networks of each operator: the first, the last, and between them every so many. */
const PER_OPERATOR = 5;

/** Compiling TFLM on a busy machine. */
const PATIENCE = 30 * 60_000;

/** Without TFLM's signal library, which needs sources from elsewhere: test/emit/audio-preprocessor.test.ts. */
const operators = vectorOperators().filter((operator) => !operator.startsWith('SIGNAL_'));

function sampled(operator: string): Vector[] {
  const taken = loadVectors(operator).filter(({ refused }) => refused === undefined);
  const step = (taken.length - 1) / (PER_OPERATOR - 1);
  const places = new Set(Array.from({ length: PER_OPERATOR }, (_, k) => Math.round(k * step)));
  return [...places].map((k) => ({ ...taken[k]!, name: `${operator}: ${taken[k]!.name}` }));
}

/** The same network with an expectation that is not met. */
function spoilt(vector: Vector): Vector {
  const outputs = vector.outputs.map((sample) => sample.map((bytes) => bytes.map((byte) => byte ^ 1)));
  return { ...vector, name: 'spoilt', outputs };
}

function skipReason(): string {
  if (tflmDir === undefined) return ' (skipped: TFLM_DIR is not set to a checkout of TFLM)';
  if (spawnSync('c++', ['--version']).status !== 0) return ' (skipped: no C++ compiler)';
  return '';
}
const skipped = skipReason();

describe.skipIf(skipped !== '')(`emitted C++ with TFLM${skipped}`, () => {
  it('gives TFLM’s bytes for networks of every operator, and notices wrong ones', {
    timeout: PATIENCE,
  }, async () => {
    const vectors = operators.flatMap(sampled);
    const wrong = await wrongInTflm([...vectors, spoilt(vectors[0]!)], tflmDir!, newFolder('conformance-'));
    expect(wrong).toEqual(['spoilt: output 0 of sample 0']);
  });
});
