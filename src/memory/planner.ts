/** What a planner is given and gives. One file implements one planner. */

/** A stretch of memory that something needs for a part of an inference. */
export interface MemoryBuffer {
  /** For people, e.g. `tensor 12` or `scratch of operator 3`. */
  readonly name: string;
  /** Its size, ≥ 1. */
  readonly bytes: number;
  /** It is in use from operation `first` to operation `last`, both included (indices in graph.ops). */
  readonly first: number;
  readonly last: number;
}

/** Where a planner puts each buffer. */
export interface Placement {
  /** Byte offset of each buffer, in the order in which they were given. */
  readonly offsets: readonly number[];
  /** Bytes of the whole: the highest end of a buffer. */
  readonly bytes: number;
}

/** Lays buffers out so that no two which are in use at the same time overlap. Deterministic. */
export interface Planner {
  readonly name: string;
  /** @param alignment every offset is a multiple of it, a power of two */
  plan(buffers: readonly MemoryBuffer[], alignment: number): Placement;
}

/** True where two buffers are in use at the same time. */
export function liveTogether(a: MemoryBuffer, b: MemoryBuffer): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** The next multiple of `alignment`. */
export function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
