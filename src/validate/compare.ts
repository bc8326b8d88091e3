/** The board's bytes against the host's. */
import type { Mismatch } from '../common/validation-report.ts';
import { bytesOf, type TensorData } from '../graph/dtype.ts';

/** Where a sample's outputs differ: at most one place an output, the first. */
export function differences(
  sample: number,
  board: readonly Uint8Array[],
  host: readonly TensorData[],
): Mismatch[] {
  return host.flatMap((data, output) => {
    const expected = bytesOf(data);
    const found = board[output]!;
    const firstByte = expected.findIndex((byte, i) => byte !== found[i]);
    if (firstByte < 0) return [];
    return [{ sample, output, firstByte, board: found[firstByte]!, host: expected[firstByte]! }];
  });
}
