/** The tables of a Fourier transform in fixed point, as TFLM's kissfft computes them. */

/** Forwards is from samples to their spectrum. */
export type Direction = 'forwards' | 'backwards';

/** What a transform's kernel is given: phases are negative forwards and positive backwards. */
export interface Transform {
  /** The radices of the stages, the outermost first. */
  readonly radices: readonly number[];
  /** e^(∓2πik/n) for k < n: real part, imaginary part. */
  readonly twiddles: readonly number[];
  /** e^(∓πi((k + 1)/n + 1/2)) for k < n/2. */
  readonly superTwiddles: readonly number[];
}

/**
 * The radices of `points` points: as many fours as there are, then twos, threes and fives.
 *
 * @returns undefined where another prime is left: TFLM has no memory for such a stage
 */
export function factors(points: number): number[] | undefined {
  const radices: number[] = [];
  let rest = points;
  for (const radix of [4, 2, 3, 5]) {
    while (rest % radix === 0) {
      radices.push(radix);
      rest /= radix;
    }
  }
  return rest === 1 && radices.length > 0 ? radices : undefined;
}

/** A number of at most 1 in fixed point, its halves rounded up. */
function fixed(value: number, bits: number): number {
  return Math.floor(0.5 + (2 ** bits - 1) * value);
}

function turns(phases: readonly number[], bits: number): number[] {
  return phases.flatMap((phase) => [fixed(Math.cos(phase), bits), fixed(Math.sin(phase), bits)]);
}

/**
 * The tables of the transform of 2 × `points` real samples.
 *
 * @param points what `factors` takes
 * @param bits behind the point: 15 or 31
 */
export function transform(points: number, bits: number, direction: Direction): Transform {
  const sign = direction === 'forwards' ? -1 : 1;
  const phase = (k: number) => (sign * 2 * Math.PI * k) / points;
  const superPhase = (k: number) => sign * Math.PI * ((k + 1) / points + 0.5);
  const count = Math.floor(points / 2);
  return {
    radices: factors(points)!,
    twiddles: turns(
      Array.from({ length: points }, (_, k) => phase(k)),
      bits,
    ),
    superTwiddles: turns(
      Array.from({ length: count }, (_, k) => superPhase(k)),
      bits,
    ),
  };
}
