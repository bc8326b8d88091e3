/** Constants as the passes need them. */
import type { Tensor } from '../graph/graph.ts';

/**
 * The numbers of a constant that stretches along all dimensions but the last: one for each of the channels.
 *
 * @returns undefined where the tensor is no such constant of float32
 */
export function perChannel({ dtype, shape, data }: Tensor, channels: number): Float32Array | undefined {
  if (dtype !== 'float32' || data === undefined) return undefined;
  const values = data as Float32Array;
  if (values.length === 1) return new Float32Array(channels).fill(values[0]!);
  return values.length === channels && shape.at(-1) === channels ? values : undefined;
}
