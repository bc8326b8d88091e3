/** What the two operators that resize are tried on. */

/** Options. */
export const RESIZE_OPTIONS = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: true, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
] as const;

/** Shapes, and heights and widths that they are brought to. */
export const RESIZES: readonly (readonly [shape: readonly number[], size: readonly number[]])[] = [
  [
    [1, 3, 4, 2],
    [6, 8],
  ],
  [
    [1, 3, 4, 2],
    [3, 4],
  ],
  [
    [1, 3, 4, 2],
    [5, 7],
  ],
  [
    [1, 7, 6, 3],
    [3, 2],
  ],
  [
    [1, 7, 6, 3],
    [4, 5],
  ],
  [
    [1, 7, 6, 3],
    [1, 1],
  ],
  [
    [1, 1, 1, 5],
    [3, 4],
  ],
  [
    [1, 2, 2, 1],
    [7, 9],
  ],
  [
    [2, 3, 3, 2],
    [4, 5],
  ],
  [
    [1, 1, 9, 1],
    [1, 13],
  ],
  [
    [1, 10, 1, 1],
    [3, 1],
  ],
  [
    [1, 5, 5, 1],
    [17, 3],
  ],
];
