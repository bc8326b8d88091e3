import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { estimateTflmArena, planMemory } from '../../src/memory/index.ts';
import { network } from '../formats/tflite/network.ts';
import { hasShared, sharedPath } from '../support/shared.ts';

/**
 * What TFLM of August 2026 takes on an emulated Cortex-M4 (mps2-an386): `arena_used_bytes()`, and the smallest arena, in
 * steps of 16 bytes, with which `AllocateTensors()` succeeds. In small networks that is more: the planner's notes are
 * larger than the activations, and they are no longer there when TFLM is asked.
 */
const MEASURED = [
  { name: 'kws_int8', used: 22_772, needs: 22_784 },
  { name: 'resnet8_int8', used: 54_340, needs: 54_352 },
  { name: 'micro_speech_int8', used: 6_788, needs: 6_800 },
  { name: 'ad_int8', used: 2_260, needs: 2_704 },
  { name: 'hello_world_int8', used: 676, needs: 1_072 },
];

describe.skipIf(!hasShared)(`TFLM's arena${hasShared ? '' : ' (skipped: no ../shared)'}`, () => {
  it.each(MEASURED)('$name: never below what it needs, nor more than 5 % above', ({ name, used, needs }) => {
    const graph = readTflite(readFileSync(sharedPath('models', `${name}.tflite`)), name);
    const estimate = estimateTflmArena(graph);
    expect(needs).toBeGreaterThanOrEqual(used);
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
