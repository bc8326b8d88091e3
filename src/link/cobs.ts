/**
 * Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999): the same bytes without a zero among them. A code
 * n < 255 stands for n − 1 bytes and a zero, 255 for 254 bytes without one; the zero at the end is implied.
 */

const LONGEST_RUN = 254;

/** Replaces the zeros. At most one byte in 254 is added, and one at the front. */
export function cobsEncode(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length + Math.floor(bytes.length / LONGEST_RUN) + 1);
  let codeAt = 0;
  let end = 1;
  bytes.forEach((byte, index) => {
    if (byte !== 0) result[end++] = byte;
    const isFull = end - codeAt > LONGEST_RUN && index + 1 < bytes.length;
    if (byte !== 0 && !isFull) return;
    result[codeAt] = end - codeAt;
    codeAt = end++;
  });
  result[codeAt] = end - codeAt;
  return result.subarray(0, end);
}

/** Puts the zeros back; undefined if the bytes are no COBS. */
export function cobsDecode(bytes: Uint8Array): Uint8Array | undefined {
  const result = new Uint8Array(bytes.length);
  let end = 0;
  let at = 0;
  while (at < bytes.length) {
    const code = bytes[at]!;
    const next = at + code;
    if (code === 0 || next > bytes.length) return undefined;
    const run = bytes.subarray(at + 1, next);
    if (run.includes(0)) return undefined;
    result.set(run, end);
    end += run.length;
    if (code <= LONGEST_RUN && next < bytes.length) result[end++] = 0;
    at = next;
  }
  return result.subarray(0, end);
}
