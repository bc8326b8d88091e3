/** Firmware for the simulated chips. */
import { createHash } from 'node:crypto';
import type { FlashPlan, Region } from '../../../src/flash/esptool/plan.ts';
import { PROFILES, type Target } from './profiles.ts';

/** Bytes that do not compress, the same for the same seed. */
export function randomBytes(count: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(count);
  let state = seed * 2654435761 || 1;
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

/** An image with a header, one segment, the checksum and the SHA-256. */
export function appImage(target: Target, bytes: number, seed = 1): Uint8Array {
  const header = Buffer.alloc(24);
  header.set([0xe9, 1, 2, 0x20]);
  header.writeUInt16LE(PROFILES[target].imageId, 12);
  header[23] = 1;
  const segment = Buffer.alloc(8);
  segment.writeUInt32LE(bytes, 4);
  const body = Buffer.concat([header, segment, randomBytes(bytes, seed)]);
  const checked = Buffer.alloc(Math.ceil((body.length + 1) / 16) * 16);
  checked.set(body);
  checked[checked.length - 1] = body.subarray(32).reduce((sum, byte) => sum ^ byte, 0xef);
  return Buffer.concat([checked, createHash('sha256').update(checked).digest()]);
}

/** A firmware of bootloader, partition table and app. */
export function firmware(target: Target, appBytes: number, seed = 1): Region[] {
  return [
    { offset: PROFILES[target].bootloaderOffset, data: appImage(target, 3000, seed), name: 'bootloader.bin' },
    { offset: 0x8000, data: randomBytes(256, seed + 1), name: 'partition-table.bin' },
    { offset: 0x10000, data: appImage(target, appBytes, seed + 2), name: 'app.bin' },
  ];
}

/** A plan to flash it that leaves the bootloader's header as it is. */
export function planFor(
  target: Target,
  regions: readonly Region[],
  more: Partial<FlashPlan> = {},
): FlashPlan {
  return {
    regions,
    target,
    flash: { mode: 'keep', size: 'keep', frequency: 'keep' },
    resetBefore: true,
    usbReset: false,
    resetAfter: true,
    stub: true,
    ...more,
  };
}
