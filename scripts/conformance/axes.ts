/** Shapes with the axes along which they are reduced: negative ones, repeated ones, all of them, none. */
export const AXES: readonly (readonly [shape: readonly number[], axes: readonly number[]])[] = [
  [
    [1, 5, 7, 3],
    [1, 2],
  ],
  [
    [1, 5, 7, 3],
    [2, 1],
  ],
  [
    [1, 5, 7, 3],
    [-2, -3],
  ],
  [[1, 5, 7, 3], [3]],
  [[1, 5, 7, 3], [1]],
  [[1, 5, 7, 3], [2]],
  [
    [1, 5, 7, 3],
    [1, 3],
  ],
  [[1, 5, 7, 3], [0]],
  [
    [1, 5, 7, 3],
    [0, 1, 2, 3],
  ],
  [
    [1, 5, 7, 3],
    [1, 1, 2],
  ],
  [
    [1, 5, 7, 3],
    [1, -3],
  ],
  [
    [2, 5, 7, 3],
    [0, 2],
  ],
  [
    [2, 5, 7, 3],
    [1, 2, 3],
  ],
  [[11], [0]],
  [[1], [0]],
  [[4, 6], [-1]],
  [[2, 3, 5], [1]],
  [
    [2, 3, 2, 3, 2],
    [1, 3],
  ],
  [
    [1, 8, 8, 4],
    [1, 2],
  ],
  [
    [1, 16, 16, 2],
    [1, 2],
  ],
];

const SIX = [2, 1, 3, 2, 2, 3];

/** The same with six dimensions. */
export const SIX_DIMENSIONS: readonly (readonly [shape: readonly number[], axes: readonly number[]])[] = [
  [SIX, [1, 4]],
  [SIX, [0, 2, 5]],
  [SIX, [5]],
  [SIX, [0]],
  [SIX, [-1, -6]],
  [SIX, [1, 2, 3, 4, 5]],
  [SIX, [0, 1, 2, 3, 4, 5]],
];
