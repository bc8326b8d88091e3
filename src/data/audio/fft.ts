/** Fourier transforms. */

/** True for 1, 2, 4, 8, … */
export function isPowerOfTwo(n: number): boolean {
  return n >= 1 && 2 ** Math.round(Math.log2(n)) === n;
}

/** The lowest power of two that is not below `n`. */
export function nextPowerOfTwo(n: number): number {
  return 2 ** Math.ceil(Math.log2(n));
}

/** Puts element i at the place whose number has i's bits in reverse order. */
function reverseOrder(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 0, j = 0; i < n; i++) {
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
    let bit = n >> 1;
    for (; bit > 0 && (j & bit) !== 0; bit >>= 1) j ^= bit;
    j |= bit;
  }
}

/** Transforms of one size; the roots of unity are computed once. */
export class Fft {
  readonly #size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  /** @param size a power of two */
  constructor(size: number) {
    this.#size = size;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  }

  /** Transforms complex numbers in place: Σ x[n] · exp(−2πi·k·n / size). */
  transform(re: Float64Array, im: Float64Array): void {
    reverseOrder(re, im);
    for (let half = 1; half < this.#size; half *= 2) {
      const stride = this.#size / (2 * half);
      for (let start = 0; start < this.#size; start += 2 * half) {
        for (let k = 0; k < half; k++) this.#butterfly(re, im, start + k, start + k + half, k * stride);
      }
    }
  }

  #butterfly(re: Float64Array, im: Float64Array, a: number, b: number, root: number): void {
    const [cos, sin] = [this.#cos[root]!, this.#sin[root]!];
    const x = re[b]! * cos - im[b]! * sin;
    const y = re[b]! * sin + im[b]! * cos;
    re[b] = re[a]! - x;
    im[b] = im[a]! - y;
    re[a] = re[a]! + x;
    im[a] = im[a]! + y;
  }

  /**
   * The power of a real signal at the frequencies 0 … half the sample rate.
   *
   * @param signal at most as long as the transform; zeros follow it
   * @returns |X[k]|² for 0 ≤ k ≤ size / 2
   */
  power(signal: Float64Array): Float64Array {
    const re = new Float64Array(this.#size);
    const im = new Float64Array(this.#size);
    re.set(signal);
    this.transform(re, im);
    return Float64Array.from({ length: this.#size / 2 + 1 }, (_, k) => re[k]! ** 2 + im[k]! ** 2);
  }
}
