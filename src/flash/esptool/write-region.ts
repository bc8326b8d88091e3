/** Writing a stretch of flash, compressed, and checking by MD5 what is there. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { ESPError } from 'esptool-js';
import { type Loader, RefusalError } from './loader.ts';
import type { Region } from './plan.ts';

const DEFLATED_BEGIN = 0x10;
const DEFLATED_DATA = 0x11;
const DEFLATED_END = 0x12;
const MD5 = 0x13;
const STAY_IN_LOADER = 1;

/**
 * A region is written in pieces: what an interrupted run wrote is found and kept, a lost byte costs one piece, and
 * no reply takes long. Erasing goes by blocks of 64 KB, and each piece costs about 0.1 s beside 2.8 s of sending.
 */
const PIECE_BYTES = 256 * 1024;

/** The ROM's own block; the stub's is larger. */
const ROM_BLOCK_BYTES = 0x400;

/** A damaged packet is sent again so often. */
const SENDINGS = 3;

/** The slowest flash chips, as esptool knows them: s/MB, and a minimum for all. */
const WRITE_MS_PER_MB = 40_000;
const MD5_MS_PER_MB = 8_000;
const LEAST_LIMIT_MS = 3000;

function limitFor(msPerMegabyte: number, bytes: number): number {
  return Math.max(LEAST_LIMIT_MS, (msPerMegabyte * bytes) / 1e6);
}

/** True if the flash holds these bytes at this address. */
export async function isInFlash(loader: Loader, { offset, data, name }: Region): Promise<boolean> {
  const reply = await loader.ask({
    what: `read ${name} back`,
    op: MD5,
    words: [offset, data.length, 0, 0],
    // The ROM writes the digest as text.
    replyBytes: loader.IS_STUB ? 16 : 32,
    limitMs: limitFor(MD5_MS_PER_MB, data.length),
  });
  const found = Buffer.from(reply)
    .toString(loader.IS_STUB ? 'hex' : 'latin1')
    .toLowerCase();
  return found === createHash('md5').update(data).digest('hex');
}

/** Sends a block; once more when it arrived damaged, which the chip says before it does anything with it. */
async function sendBlock(loader: Loader, name: string, block: Uint8Array, sequence: number, limitMs: number) {
  for (let sending = 1; ; sending++) {
    try {
      await loader.ask({
        what: `write ${name}`,
        op: DEFLATED_DATA,
        words: [block.length, sequence, 0, 0],
        data: block,
        limitMs,
      });
      return;
    } catch (error) {
      if (!(error instanceof RefusalError) || !error.wasDamaged || sending === SENDINGS) throw error;
    }
  }
}

async function writePiece(loader: Loader, { offset, data, name }: Region): Promise<void> {
  const packed = deflateSync(data, { level: 9 });
  const blockBytes = loader.IS_STUB ? loader.FLASH_WRITE_SIZE : ROM_BLOCK_BYTES;
  const limitMs = limitFor(WRITE_MS_PER_MB, data.length);
  // The ROM erases whole blocks of its own, and all chips but the first take a word that asks for encryption.
  const eraseBytes = loader.IS_STUB ? data.length : Math.ceil(data.length / blockBytes) * blockBytes;
  const plain = loader.IS_STUB || loader.chip.CHIP_NAME === 'ESP32' ? [] : [0];
  await loader.ask({
    what: `prepare its flash for ${name}`,
    op: DEFLATED_BEGIN,
    words: [eraseBytes, Math.ceil(packed.length / blockBytes), blockBytes, offset, ...plain],
    limitMs,
  });
  for (let at = 0, sequence = 0; at < packed.length; at += blockBytes, sequence++) {
    await sendBlock(loader, name, packed.subarray(at, at + blockBytes), sequence, limitMs);
  }
  // The ROM would start the program.
  if (!loader.IS_STUB) return;
  await loader.ask({ what: `end ${name}`, op: DEFLATED_END, words: [STAY_IN_LOADER], limitMs });
}

/** The pieces of a region: they end at multiples of the piece's size, as the chip erases. */
function* piecesOf({ offset, data, name }: Region): Generator<Region> {
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + PIECE_BYTES - ((offset + at) % PIECE_BYTES));
    yield { offset: offset + at, data: data.subarray(at, end), name };
    at = end;
  }
}

/**
 * Writes what is not in the flash already.
 *
 * @param advance is told of bytes that are there now
 * @throws ESPError where the chip or the line fails
 */
export async function writeRegion(
  loader: Loader,
  region: Region,
  advance: (bytes: number) => void,
): Promise<void> {
  for (const piece of piecesOf(region)) {
    if (!(await isInFlash(loader, piece))) await writePiece(loader, piece);
    advance(piece.data.length);
  }
}

/**
 * Checks every region, after the last was written: a damaged command may have written where it should not.
 *
 * @throws ESPError that names the first which is not as it should be
 */
export async function verifyRegions(loader: Loader, regions: readonly Region[]): Promise<void> {
  for (const region of regions) {
    if (await isInFlash(loader, region)) continue;
    const { name, offset } = region;
    throw new ESPError(
      `the flash does not hold what was written: ${name} at 0x${offset.toString(16)} differs`,
    );
  }
}
