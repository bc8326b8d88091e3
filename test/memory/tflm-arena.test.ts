import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { estimateTflmArena, planMemory } from '../../src/memory/index.ts';
import { network } from '../formats/tflite/network.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { conformanceNetworks, type NamedNetwork, sharedNetworks } from './support/arena-networks.ts';

/**
 * The smallest arena, in steps of 16 bytes, with which `AllocateTensors()` of TFLM of August 2026 succeeds on an emulated
 * Cortex-M4 (mps2-an386): scripts/tflm-arena writes it. In small networks that is more than `arena_used_bytes()` is
 * afterwards: the planner's notes are larger than the activations, and they are no longer there when TFLM is asked.
 */
const NEEDS: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL('tflm-arena.json', import.meta.url), 'utf8'),
);

/** That, and what an estimate says. */
function compared({ name, model }: NamedNetwork): { name: string; needs: number; estimate: number } {
  return { name, needs: NEEDS[name]!, estimate: estimateTflmArena(readTflite(model, name)) };
}

describe("the estimate of TFLM's arena is never below what it needs", () => {
  const measured = conformanceNetworks(Number.POSITIVE_INFINITY).filter(({ name }) => name in NEEDS);

  it.each([...new Set(measured.map(({ name }) => name.split(':')[0]!))])('%s', (operator) => {
    const networks = measured.filter(({ name }) => name.startsWith(`${operator}:`)).map(compared);
    expect(networks.filter(({ needs, estimate }) => estimate < needs)).toEqual([]);
    // Networks of one operator and a few elements.
    expect(networks.filter(({ needs, estimate }) => estimate > 1.3 * needs)).toEqual([]);
  });

  it('of most operators', () => {
    expect(measured.length).toBeGreaterThan(400);
  });
});

describe.skipIf(!hasShared)(`TFLM's arena${hasShared ? '' : ' (skipped: no ../shared)'}`, () => {
  it.each(sharedNetworks())('$name: never below what it needs, nor more than 5 % above', (network) => {
    const { needs, estimate } = compared(network);
    expect(estimate).toBeGreaterThanOrEqual(needs);
    expect(estimate).toBeLessThanOrEqual(needs * 1.05);
  });

  it('has room for the larger data of other kernels than the reference ones', () => {
    const graph = readTflite(readFileSync(sharedPath('models', 'ad_int8.tflite')), 'ad_int8');
    // CMSIS-NN's: ../shared/README.md.
    expect(estimateTflmArena(graph, () => [])).toBeGreaterThan(2_580);
    expect(estimateTflmArena(graph, () => [])).toBeGreaterThan(estimateTflmArena(graph));
  });
});

describe("the estimate of TFLM's arena", () => {
  it('is larger than the activations, and whole buffers', () => {
    const graph = network();
    expect(estimateTflmArena(graph)).toBeGreaterThan(planMemory(graph).arenaBytes);
    expect(estimateTflmArena(graph) % 16).toBe(0);
  });

  it('counts state apart from the activations', () => {
    const graph = network();
    const withState = {
      ...graph,
      tensors: [...graph.tensors, { name: 'state', shape: [1000], dtype: 'int8' as const, isVariable: true }],
    };
    expect(estimateTflmArena(withState) - estimateTflmArena(graph)).toBeGreaterThanOrEqual(1000);
  });
});
