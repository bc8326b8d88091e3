/** The range from the smallest to the largest value seen: what TensorFlow's converter takes. */
import { hull, type Range, rangeOf } from '../range.ts';
import type { Observer } from './observer.ts';

/** Makes an observer of the smallest and the largest value. */
export function minMax(): Observer {
  let seen: Range | undefined;
  return {
    observe(values) {
      const range = rangeOf(values);
      seen = seen === undefined ? range : hull([seen, range]);
    },
    range() {
      if (seen === undefined) throw new Error('nothing was observed');
      return seen;
    },
  };
}
