/**
 * Walks over tensors as nested loops: which elements an elementwise, padding or reducing kernel visits. What can
 * be merged is merged here, so that a kernel sees few long loops instead of one loop a dimension.
 */

/** Nested loops, outermost first. */
export interface LoopNest {
  /** Turns of each loop. */
  readonly extents: readonly number[];
  /** For each operand, how many elements one turn of each loop moves it on. */
  readonly strides: readonly (readonly number[])[];
}

/** A nest whose innermost loop is split off for the kernel to run itself. There is always at least one outer loop. */
export interface RowNest {
  /** Product of the outer loops' turns. */
  readonly rows: number;
  /** The outer loops, never empty: tables in C may not be. */
  readonly outer: LoopNest;
  /** Turns of the innermost loop. */
  readonly length: number;
  /** For each operand, how many elements one turn of the innermost loop moves it on. */
  readonly steps: readonly number[];
}

/** Strides of a row-major tensor. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d]!;
  }
  return strides;
}

/** Drops loops of one turn and merges neighbours that every operand walks through as if they were one loop. */
export function mergeLoops(nest: LoopNest): LoopNest {
  const extents: number[] = [];
  const strides: number[][] = nest.strides.map(() => []);
  for (const [d, extent] of nest.extents.entries()) {
    if (extent === 1) continue;
    const last = extents.length - 1;
    const merges = last >= 0 && nest.strides.every((own, k) => strides[k]![last] === own[d]! * extent);
    if (merges) {
      extents[last]! *= extent;
      for (const [k, own] of nest.strides.entries()) strides[k]![last] = own[d]!;
    } else {
      extents.push(extent);
      for (const [k, own] of nest.strides.entries()) strides[k]!.push(own[d]!);
    }
  }
  return { extents, strides };
}

/** Splits the innermost loop off a nest whose loops are merged. */
function splitMerged({ extents, strides }: LoopNest): RowNest {
  const last = extents.length - 1;
  const outer =
    last > 0
      ? { extents: extents.slice(0, last), strides: strides.map((own) => own.slice(0, last)) }
      : { extents: [1], strides: strides.map(() => [0]) };
  return {
    rows: outer.extents.reduce((product, extent) => product * extent, 1),
    outer,
    length: extents[last] ?? 1,
    steps: strides.map((own) => own[last] ?? 0),
  };
}

/** Merges a nest's loops and splits the innermost one off. */
export function splitRows(nest: LoopNest): RowNest {
  return splitMerged(mergeLoops(nest));
}

/** The same for kernels that copy runs: the rows are elements that lie together in every operand, perhaps single ones. */
export function splitRuns(nest: LoopNest): RowNest {
  const merged = mergeLoops(nest);
  if (merged.strides.every((own) => own.at(-1) === 1)) return splitMerged(merged);
  return splitMerged({
    extents: [...merged.extents, 1],
    strides: merged.strides.map((own) => [...own, 1]),
  });
}
