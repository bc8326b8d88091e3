/**
 * The planner that TFLite Micro uses too (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net
 * Inference", 2020, greedy by size): the largest buffer first, each at the lowest offset where it overlaps none that
 * is in use at the same time.
 */
import { alignUp, liveTogether, type MemoryBuffer, type Planner } from './planner.ts';

/** A buffer that has its place. */
interface Placed {
  readonly buffer: MemoryBuffer;
  readonly offset: number;
}

/** The lowest offset where `buffer` fits between those in use at the same time, which are sorted by offset. */
function lowestGap(buffer: MemoryBuffer, neighbours: readonly Placed[], alignment: number): number {
  let offset = 0;
  for (const placed of neighbours) {
    if (offset + buffer.bytes <= placed.offset) break;
    offset = Math.max(offset, alignUp(placed.offset + placed.buffer.bytes, alignment));
  }
  return offset;
}

export const greedyBySize: Planner = {
  name: 'greedy by size',
  plan(buffers, alignment) {
    // Of buffers of one size, the one that is needed first comes first; the sort is stable.
    const order = buffers
      .map((buffer, index) => ({ buffer, index }))
      .sort((a, b) => b.buffer.bytes - a.buffer.bytes || a.buffer.first - b.buffer.first);
    const placed: Placed[] = [];
    const offsets = new Array<number>(buffers.length);
    for (const { buffer, index } of order) {
      const neighbours = placed.filter((other) => liveTogether(other.buffer, buffer));
      const offset = lowestGap(buffer, neighbours, alignment);
      offsets[index] = offset;
      // Kept sorted by offset.
      const after = placed.findIndex((other) => other.offset > offset);
      placed.splice(after < 0 ? placed.length : after, 0, { buffer, offset });
    }
    const bytes = placed.reduce((end, { buffer, offset }) => Math.max(end, offset + buffer.bytes), 0);
    return { offsets, bytes };
  },
};
