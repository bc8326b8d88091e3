/** Looks for what no network can be calibrated or fed with. */

/** The index of the first NaN or infinite value, or −1 where all are finite. */
export function firstNonFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return i;
  }
  return -1;
}
