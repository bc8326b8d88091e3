/** Draws digits as grey images: strokes, a hand's unsteadiness, a pen of some width, a camera's noise. */
import type { Random } from './random.ts';
import { DIGITS, type Point } from './strokes.ts';

/** Width and height of an image, in pixels. */
export const SIZE = 16;

/** A labelled set: `images` is count × SIZE × SIZE × 1, 0 (paper) to 255 (ink). */
export interface DigitSet {
  readonly count: number;
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/** Squared distance from (x, y) to the segment from a to b. */
function distanceSquared(x: number, y: number, a: Point, b: Point): number {
  const [ax, ay] = a;
  const dx = b[0] - ax;
  const dy = b[1] - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

/** One digit, drawn into `pixels` (SIZE × SIZE). */
function draw(digit: number, random: Random, pixels: Uint8Array): void {
  const ways = DIGITS[digit]!;
  const strokes = ways[Math.floor(random.next() * ways.length)]!;
  const turn = random.between(-0.3, 0.3);
  const slant = random.between(-0.25, 0.25);
  const width = random.between(0.6, 1);
  const height = random.between(0.75, 1);
  const [shiftX, shiftY] = [random.between(-0.1, 0.1), random.between(-0.1, 0.1)];
  const place = ([px, py]: Point): Point => {
    const x = (px - 0.5 + 0.035 * random.normal()) * width + slant * (0.5 - py);
    const y = (py - 0.5 + 0.035 * random.normal()) * height;
    return [
      (0.5 + shiftX + x * Math.cos(turn) - y * Math.sin(turn)) * SIZE,
      (0.5 + shiftY + x * Math.sin(turn) + y * Math.cos(turn)) * SIZE,
    ];
  };
  const lines = strokes.map((stroke) => stroke.map(place));
  const pen = random.between(0.55, 1.15);
  const ink = random.between(150, 255);
  const noise = random.between(2, 22);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      let nearest = Infinity;
      for (const line of lines) {
        for (let i = 1; i < line.length; i++) {
          nearest = Math.min(nearest, distanceSquared(column + 0.5, row + 0.5, line[i - 1]!, line[i]!));
        }
      }
      const coverage = Math.min(1, Math.max(0, pen + 0.5 - Math.sqrt(nearest)));
      const grey = ink * coverage + noise * random.normal();
      pixels[row * SIZE + column] = Math.round(Math.min(255, Math.max(0, grey)));
    }
  }
}

/** Draws `count` digits, each class as often as the others, in a random order. */
export function drawDigits(count: number, random: Random): DigitSet {
  const images = new Uint8Array(count * SIZE * SIZE);
  const labels = new Int32Array(count);
  random.permutation(count).forEach((place, i) => {
    labels[place] = i % 10;
    draw(i % 10, random, images.subarray(place * SIZE * SIZE, (place + 1) * SIZE * SIZE));
  });
  return { count, images, labels };
}
