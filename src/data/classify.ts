/** From a network's output to the class that it names. */

/** Where there is one score, the probability from which on it means class 1. */
const THRESHOLD = 0.5;

/**
 * The class of a sample: the place of the highest score, the first of several; of a single score, 1 from 0.5 on
 * and 0 below.
 *
 * @param scores real values of the network's first output
 */
export function predictedClass(scores: ArrayLike<number>): number {
  if (scores.length === 1) return scores[0]! >= THRESHOLD ? 1 : 0;
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}
