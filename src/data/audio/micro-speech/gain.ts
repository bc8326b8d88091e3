/** Gain control per channel (PCAN): what is loud for long becomes quieter. */

/** Fractional bits of the gain, how strongly it falls with noise, and what is added to the noise. */
const GAIN_BITS = 21;
const STRENGTH = 0.95;
const OFFSET = 80;

/** Fractional bits of the noise that the table takes. */
const INPUT_BITS = 7;

/** How far the product of signal and gain is shifted, to have SNR_BITS fractional bits. */
const SNR_SHIFT = 6;
const SNR_BITS = 12;
const OUTPUT_BITS = 6;

const f32 = Math.fround;

/** (noise + 80)^−0.95 · 2²¹, in single precision, at most 32,767. */
function gainAt(noise: number): number {
  const power = f32(f32(f32(noise) / 2 ** INPUT_BITS + OFFSET) ** f32(-STRENGTH));
  const gain = f32(2 ** GAIN_BITS * power);
  return gain > 32767 ? 32767 : Math.trunc(f32(gain + 0.5));
}

/** A parabola through the gains at the ends and the middle of [2^(bits−1), 2^bits). */
interface Segment {
  readonly base: number;
  readonly slope: number;
  readonly curve: number;
}

function segment(bits: number): Segment {
  const start = 2 ** (bits - 1);
  const end = bits === 32 ? 2 ** 32 - 1 : 2 * start;
  const base = gainAt(start);
  const [toMiddle, toEnd] = [gainAt(start + start / 2) - base, gainAt(end) - base];
  const slope = 4 * toMiddle - toEnd;
  return { base, slope, curve: toEnd - slope };
}

/** By the number of bits of the noise; there are none for noises below 2. */
const SEGMENTS: readonly Segment[] = Array.from({ length: 33 }, (_, bits) => segment(Math.max(bits, 2)));
const SMALL = [gainAt(0), gainAt(1)] as const;

/** The gain for an unsigned 32-bit noise: the parabola's, with 10 bits of where in its segment it is. */
function gain(noise: number): number {
  if (noise < 2) return SMALL[noise as 0 | 1];
  const bits = 32 - Math.clz32(noise);
  const { base, slope, curve } = SEGMENTS[bits]!;
  const place = (bits < 11 ? noise << (11 - bits) : noise >>> (bits - 11)) & 0x3ff;
  const rise = (((curve * place) >> 5) + slope * 32) * place;
  return base + ((rise + (1 << 14)) >> 15);
}

/** x² / 4 below 2, x − 1 above. */
function shrink(snr: number): number {
  if (snr < 2 << SNR_BITS) return (snr * snr) >> (2 + 2 * SNR_BITS - OUTPUT_BITS);
  return (snr >>> (SNR_BITS - OUTPUT_BITS)) - (1 << OUTPUT_BITS);
}

/** One channel's signal, made quieter by its noise; both are unsigned 32-bit integers. */
export function controlGain(signal: number, noise: number): number {
  return shrink(Math.floor((signal * gain(noise)) / 2 ** SNR_SHIFT) >>> 0);
}
