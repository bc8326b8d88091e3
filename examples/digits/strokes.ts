/**
 * Digits as a pen draws them: strokes in the unit square (x to the right, y down), several ways of writing
 * for the digits that people write in several ways.
 */

/** A point of a stroke. */
export type Point = readonly [number, number];
/** A stroke: a line through its points. */
export type Stroke = readonly Point[];

/** Points on an ellipse's arc, from angle `from` to `to` in turns, clockwise from the right. */
function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): Point[] {
  const steps = 14;
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / steps);
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}

/** For each digit, its ways of being written. */
export const DIGITS: readonly (readonly (readonly Stroke[])[])[] = [
  [[arc(0.5, 0.5, 0.28, 0.42, -0.25, 0.75)]],
  [
    [
      [
        [0.32, 0.28],
        [0.55, 0.08],
        [0.55, 0.92],
      ],
    ],
    [
      [
        [0.52, 0.08],
        [0.5, 0.92],
      ],
    ],
  ],
  [[[...arc(0.5, 0.32, 0.26, 0.24, -0.5, 0.1), [0.25, 0.9], [0.8, 0.9]]]],
  [[[...arc(0.45, 0.3, 0.26, 0.21, -0.42, 0.25), ...arc(0.45, 0.7, 0.3, 0.22, -0.25, 0.42)]]],
  [
    [
      [
        [0.62, 0.92],
        [0.62, 0.08],
        [0.18, 0.64],
        [0.84, 0.64],
      ],
    ],
    [
      [
        [0.25, 0.1],
        [0.22, 0.52],
        [0.78, 0.52],
      ],
      [
        [0.7, 0.25],
        [0.66, 0.92],
      ],
    ],
  ],
  [[[[0.76, 0.1], [0.32, 0.1], [0.28, 0.46], ...arc(0.46, 0.66, 0.29, 0.24, -0.3, 0.38)]]],
  [[[[0.66, 0.08], [0.38, 0.36], ...arc(0.5, 0.68, 0.25, 0.23, -0.5, 0.5)]]],
  [
    [
      [
        [0.2, 0.12],
        [0.8, 0.12],
        [0.42, 0.92],
      ],
    ],
    [
      [
        [0.2, 0.12],
        [0.8, 0.12],
        [0.42, 0.92],
      ],
      [
        [0.36, 0.5],
        [0.72, 0.5],
      ],
    ],
  ],
  [[arc(0.5, 0.29, 0.22, 0.2, -0.25, 0.75), arc(0.5, 0.7, 0.27, 0.22, -0.25, 0.75)]],
  [[[...arc(0.5, 0.32, 0.25, 0.23, 0, 1), [0.74, 0.4], [0.64, 0.92]]]],
];
