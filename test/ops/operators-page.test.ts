import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operatorFacts, operatorsPage } from '../../src/cli/ops-text.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { type AnyOpDef, allOps } from '../../src/ops/index.ts';
import { loadVectors } from '../support/vectors.ts';

/** The types of an operator's outputs in what TFLM computed; of its inputs, where all outputs are of one type. */
function shownTypes(def: AnyOpDef): string[] {
  const inputs = new Set<string>();
  const outputs = new Set<string>();
  for (const { model, name, refused } of loadVectors(def.type)) {
    if (refused !== undefined) continue;
    const { tensors, ops } = readTflite(model, name);
    const op = ops.find(({ type }) => type === def.type)!;
    const output = op.outputs[0];
    const input = output === undefined ? op.inputs.at(-1) : op.inputs[0];
    if (input !== undefined) inputs.add(tensors[input]!.dtype);
    if (output !== undefined) outputs.add(tensors[output]!.dtype);
  }
  return [...(outputs.size > 1 || inputs.size === 0 ? outputs : inputs)].sort();
}

describe('the list of operators', () => {
  it('is what docs/OPERATORS.md shows (npm run docs:operators)', () => {
    const page = readFileSync(new URL('../../docs/OPERATORS.md', import.meta.url), 'utf8');
    expect(page).toBe(operatorsPage(operatorFacts()));
  });

  it.each(allOps())('$type is said to have just the types that are shown to be right', (def) => {
    expect([...def.types].sort()).toEqual(shownTypes(def));
  });
});
