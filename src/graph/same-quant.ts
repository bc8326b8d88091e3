/** Comparing quantizations. */
import type { Learned } from './graph.ts';

/** True where two quantizations mean the same. */
export function sameQuant(a: Pick<Learned, 'dtype' | 'quant'>, b: Pick<Learned, 'dtype' | 'quant'>): boolean {
  const [one, other] = [a.quant, b.quant];
  return (
    a.dtype === b.dtype &&
    one.scale.length === other.scale.length &&
    (one.scale.length === 1 || one.axis === other.axis) &&
    one.scale.every((scale, c) => scale === other.scale[c] && one.zeroPoint[c] === other.zeroPoint[c])
  );
}
