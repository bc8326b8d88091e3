/** Constants with their dimensions in another order. */

/**
 * Moves the elements of a row-major array so that dimension k of the result is dimension `order[k]` of the original.
 *
 * @param shape of the original; as many dimensions as `order` has
 */
export function permute(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = shape.map((_dim, d) => shape.slice(d + 1).reduce((product, dim) => product * dim, 1));
  const result = new Float32Array(values.length);
  const at = new Array<number>(order.length).fill(0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[from]!;
    for (let d = order.length - 1; d >= 0; d--) {
      const [stride, dim] = [strides[order[d]!]!, shape[order[d]!]!];
      from += stride;
      at[d]! += 1;
      if (at[d]! < dim) break;
      from -= stride * dim;
      at[d] = 0;
    }
  }
  return result;
}
