/** A compressed write under way: what came so far is unpacked and put into the flash. */
import { constants, inflateSync } from 'node:zlib';
import type { FlashMemory } from './flash-memory.ts';

export interface DeflatedWrite {
  /** Takes the next block. Returns the milliseconds that its writing takes; undefined where it makes no sense. */
  take(block: Uint8Array): number | undefined;
  /** True when all that was announced has been written. */
  readonly isWhole: boolean;
}

/** @param eraseMs the time that erasing takes all in all, which the stub spends as it goes */
export function beginDeflated(
  flash: FlashMemory,
  offset: number,
  size: number,
  eraseMs: number,
): DeflatedWrite {
  let packed = Buffer.alloc(0);
  let written = 0;
  return {
    take(block) {
      packed = Buffer.concat([packed, block]);
      let unpacked: Buffer;
      try {
        unpacked = inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
      } catch {
        return undefined;
      }
      // The ROM announces whole blocks and gets less.
      if (unpacked.length > size) return undefined;
      const fresh = unpacked.subarray(written);
      const ms = flash.write(offset + written, fresh);
      written = unpacked.length;
      return ms + (eraseMs * fresh.length) / size;
    },
    get isWhole() {
      return written === size;
    },
  };
}
