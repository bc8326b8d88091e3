/** Numbers and strangers' strings as C text. */
import { TflqError } from '../common/errors.ts';
import type { DType } from '../graph/dtype.ts';

/** Converters join the names of fused layers: no comment gets better by more of it. */
const LONGEST_COMMENT = 80;

/**
 * A string from a model file as part of a C comment. Letters and digits of all scripts stay, and punctuation that
 * means nothing to a compiler: no star, so that the comment cannot end; no backslash and no question mark, so that
 * there are no continued lines and no trigraphs; no control character, so that it is one line that reads as it is.
 */
export function commentText(text: string): string {
  const safe = text.replace(/[^\p{L}\p{M}\p{N} _.,:;/+=@#$%()[\]{}<>|~^!&-]/gu, '_');
  const characters = [...safe];
  return characters.length > LONGEST_COMMENT ? `${characters.slice(0, LONGEST_COMMENT).join('')}…` : safe;
}

/**
 * A float32 as a C constant: the shortest decimal number that the compiler rounds to the very same value.
 *
 * @param value is rounded to float32 first; finite
 */
export function floatLiteral(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) throw new Error(`${value} is no finite float32`);
  return `${decimalDigits(single, (digits) => roundsTo(single, Number(digits)))}f`;
}

/**
 * True where a number is rounded to this float32, and is not halfway to the next one: there a compiler, which rounds
 * the decimal digits themselves, might go the other way.
 */
function roundsTo(single: number, value: number): boolean {
  const mirrored = 2 * value - single;
  const isHalfway = mirrored !== single && Math.fround(mirrored) === mirrored;
  return Math.fround(value) === single && !isHalfway;
}

/** A float64 as a C constant. */
export function doubleLiteral(value: number): string {
  return decimalDigits(value, (digits) => Number(digits) === value);
}

/** The shortest decimal number that passes, always with a point or an exponent, as C asks for. */
function decimalDigits(value: number, isExact: (digits: string) => boolean): string {
  if (Object.is(value, -0)) return '-0.0';
  for (let precision = 1; precision <= 17; precision++) {
    const digits = String(Number(value.toPrecision(precision)));
    if (isExact(digits)) return /[.e]/.test(digits) ? digits : `${digits}.0`;
  }
  throw new Error(`${value} has no decimal digits`);
}

/** An int32 as a C constant of type int: its lowest value has no literal of its own. */
export function int32Literal(value: number): string {
  return value === -2147483648 ? 'INT32_MIN' : String(value);
}

/** How each element type's numbers are written; types without an entry are written as JavaScript writes them. */
const LITERALS: Partial<Record<DType, (value: number | bigint) => string>> = {
  float32: (value) => floatLiteral(Number(value)),
  float64: (value) => doubleLiteral(Number(value)),
  int32: (value) => int32Literal(Number(value)),
  uint32: (value) => `${value}u`,
  int64: (value) => (value === -(2n ** 63n) ? 'INT64_MIN' : `INT64_C(${value})`),
  uint64: (value) => `UINT64_C(${value})`,
};

/**
 * The elements of a tensor as C constants.
 *
 * @param where for the message
 * @throws TflqError('model') where one is not finite: C99 has no constants for those
 */
export function elementLiterals(dtype: DType, data: ArrayLike<number | bigint>, where: string): string[] {
  const literal = LITERALS[dtype] ?? String;
  return Array.from(data, (value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new TflqError('model', `a constant holds ${value}, which is no number`, {
        where,
        hint: 'The training of this network may have diverged. Export it again, without infinite or NaN weights.',
      });
    }
    return literal(value);
  });
}
