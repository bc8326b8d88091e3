/** Classes by name: their numbers follow from the order of the names. */
import { TflqError } from '../common/errors.ts';

/** What was written for the class of one sample, and where. */
export interface WrittenClass {
  readonly text: string;
  /** For messages, e.g. `line 7`. */
  readonly place: string;
}

/** Class numbers, and what they stand for if they were written as names. */
export interface ClassNumbers {
  readonly labels: Int32Array;
  readonly classNames?: readonly string[];
}

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

function toNumber({ text, place }: WrittenClass, where: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 2 ** 31) return number;
  throw new TflqError('data', `${place}: the label is ${text}`, {
    where,
    hint: 'A label is a class number, counted from 0, or a name.',
  });
}

/**
 * Turns written classes into numbers: whole numbers are class numbers; anything else are names, whose numbers are their
 * places in the order of code units, as those of folders are.
 *
 * @param known the names that there are, in order; those that are written unless given
 * @throws TflqError('data') for a number that is none of a class, and for a name that is not known
 */
export function classNumbers(
  written: readonly WrittenClass[],
  where: string,
  known?: readonly string[],
): ClassNumbers {
  if (written.every(({ text }) => isNumber(text))) {
    return { labels: Int32Array.from(written, (one) => toNumber(one, where)) };
  }
  const classNames = known ?? [...new Set(written.map(({ text }) => text))].sort();
  const numbers = new Map(classNames.map((name, number) => [name, number]));
  const labels = Int32Array.from(written, ({ text, place }) => {
    const number = numbers.get(text);
    if (number !== undefined && text !== '') return number;
    throw new TflqError('data', `${place}: ${JSON.stringify(text)} is no class`, {
      where,
      hint:
        known === undefined
          ? 'Each sample needs a class: a number from 0 on, or a name.'
          : `The classes are the folders' names: ${classNames.join(', ')}.`,
    });
  });
  return { labels, classNames };
}
