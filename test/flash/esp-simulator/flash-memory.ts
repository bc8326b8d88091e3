/** A NOR flash chip: erasing sets bits, writing only clears them. */

/** Milliseconds that a typical chip takes: a block of 64 KB, a sector of 4 KB, a page of 256 bytes. */
const BLOCK_ERASE_MS = 150;
const SECTOR_ERASE_MS = 45;
const PAGE_WRITE_MS = 0.5;

const SECTOR = 0x1000;
const BLOCK = 0x10000;
const PAGE = 256;

export class FlashMemory {
  readonly bytes: Uint8Array;
  /** Cells that no longer take a 0 in their lowest bit. */
  readonly worn = new Set<number>();

  constructor(size: number) {
    this.bytes = new Uint8Array(size).fill(0xff);
  }

  /** As RDID tells it: a Winbond chip. */
  get id(): number {
    return 0xef | (0x40 << 8) | (Math.log2(this.bytes.length) << 16);
  }

  /** Erases the sectors that hold these bytes. Returns the milliseconds that it takes. */
  erase(offset: number, count: number): number {
    const first = Math.floor(offset / SECTOR) * SECTOR;
    const end = Math.ceil((offset + count) / SECTOR) * SECTOR;
    this.bytes.fill(0xff, first, end);
    const blocks = Math.floor((end - first) / BLOCK);
    return blocks * BLOCK_ERASE_MS + ((end - first - blocks * BLOCK) / SECTOR) * SECTOR_ERASE_MS;
  }

  /** Writes bytes. Returns the milliseconds that it takes. */
  write(offset: number, data: Uint8Array): number {
    for (const [i, byte] of data.entries()) {
      const at = offset + i;
      this.bytes[at]! &= this.worn.has(at) ? byte | 1 : byte;
    }
    return Math.ceil(data.length / PAGE) * PAGE_WRITE_MS;
  }
}
