/** Windowed operators as their definition says, one element after the other: what the tests compare with. */

/** How a window moves: everything is [height, width]. */
export interface NaiveWindow {
  /** [batch, height, width, depth] */
  readonly input: readonly [number, number, number, number];
  readonly taps: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padding: 'SAME' | 'VALID';
}

interface Axis {
  readonly output: number;
  readonly before: number;
}

/** Output size and leading padding, by TensorFlow's documentation of tf.nn.convolution. */
export function naiveAxis(window: NaiveWindow, d: 0 | 1): Axis {
  const [size, taps] = [window.input[d + 1]!, window.taps[d]!];
  const stride = window.strides[d]!;
  const reach = (taps - 1) * window.dilations[d]! + 1;
  if (window.padding === 'VALID') return { output: Math.ceil((size - reach + 1) / stride), before: 0 };
  const total = Math.max(size % stride === 0 ? reach - stride : reach - (size % stride), 0);
  return { output: Math.ceil(size / stride), before: Math.floor(total / 2) };
}

/** Where in the input a tap lies, and which tap it is. */
interface Tap {
  readonly row: number;
  readonly column: number;
  /** Index of the position's first channel in the input. */
  readonly offset: number;
}

/** Calls back for every output position, with the taps that lie within the input. */
export function slideNaively(window: NaiveWindow, visit: (taps: Tap[]) => void): void {
  const [batches, height, width, depth] = window.input;
  const [rows, columns] = [naiveAxis(window, 0), naiveAxis(window, 1)];
  for (let batch = 0; batch < batches; batch++) {
    for (let y = 0; y < rows.output; y++) {
      for (let x = 0; x < columns.output; x++) {
        const taps: Tap[] = [];
        for (let row = 0; row < window.taps[0]; row++) {
          for (let column = 0; column < window.taps[1]; column++) {
            const inY = y * window.strides[0] - rows.before + row * window.dilations[0];
            const inX = x * window.strides[1] - columns.before + column * window.dilations[1];
            if (inY < 0 || inY >= height || inX < 0 || inX >= width) continue;
            taps.push({ row, column, offset: ((batch * height + inY) * width + inX) * depth });
          }
        }
        visit(taps);
      }
    }
  }
}
