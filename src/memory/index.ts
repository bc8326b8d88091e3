/** How much memory a network takes, and how it is laid out. */
export { cmsisNnScratch } from './cmsis-nn.ts';
export { type Constant, type Constants, collectConstants, weightBytes } from './constants.ts';
export { type EspNn, espNnScratch } from './esp-nn.ts';
export { greedyBySize } from './greedy-by-size.ts';
export { type MemoryPlan, planMemory } from './plan-memory.ts';
export type { MemoryBuffer, Placement, Planner } from './planner.ts';
export { estimateTflmArena } from './tflm-arena.ts';
