/** Pairs of shapes for elementwise operators of two inputs. */

/** Two shapes that go together. */
export type ShapePair = readonly [readonly number[], readonly number[]];

/** All the ways in which dimensions can go together: for each one, equal, or 1 on the first or on the second side. */
export function broadcastPatterns(shape: readonly number[]): ShapePair[] {
  return shape.reduce<ShapePair[]>(
    (pairs, dim) =>
      pairs.flatMap(([a, b]): ShapePair[] => [
        [
          [...a, dim],
          [...b, dim],
        ],
        [
          [...a, 1],
          [...b, dim],
        ],
        [
          [...a, dim],
          [...b, 1],
        ],
      ]),
    [[[], []]],
  );
}

/** Shapes of different ranks, scalars, and up to TFLM's six dimensions. */
export const UNEQUAL_RANKS: readonly ShapePair[] = [
  [[1, 5, 7, 3], [3]],
  [[3], [1, 5, 7, 3]],
  [
    [7, 1],
    [1, 5, 7, 3],
  ],
  [
    [1, 5, 7, 3],
    [5, 1, 1],
  ],
  [[1, 17], [1]],
  [[1, 17], []],
  [[], [17]],
  [[], []],
  [
    [2, 3, 1, 5, 2],
    [1, 4, 5, 1],
  ],
  [
    [2, 3, 1, 2, 1, 2],
    [1, 3, 2, 1, 3, 1],
  ],
  [
    [2, 1, 2, 1, 2, 3],
    [2, 1, 1],
  ],
];
