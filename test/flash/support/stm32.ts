/** Boards and images for the tests of STM32's bootloader. */
import { findBoard } from '../../../src/boards/index.ts';
import type { Board } from '../../../src/boards/schema.ts';
import type { FlashImage } from '../../../src/flash/image.ts';
import type { ChipOptions } from '../stm32-simulator/chip.ts';

export const ORIGIN = 0x0800_0000;

const KB = 1024;

const netduino = await findBoard('netduinoplus2');

/** Chips whose flash is divided as their reference manuals say, but ends after 64 or 128 KB, which is faster. */
export const CHIPS = {
  f446: { id: 0x421, origin: ORIGIN, pages: [16, 16, 16, 16, 64].map((kb) => kb * KB) },
  l475: { id: 0x415, origin: ORIGIN, pages: new Array(32).fill(2 * KB), writeOnce: true },
  l4r5: { id: 0x470, origin: ORIGIN, pages: new Array(16).fill(4 * KB), writeOnce: true },
  f103: { id: 0x410, origin: ORIGIN, pages: new Array(64).fill(KB), extended: false },
} satisfies Record<string, ChipOptions>;

/** A board with such a chip. */
export function stm32Board(chip: string, options: ChipOptions): Board {
  const size = options.pages.reduce((sum, bytes) => sum + bytes, 0);
  return {
    ...netduino,
    id: 'my-stm32',
    chip,
    memory: { ...netduino.memory!, flash: { origin: ORIGIN, size } },
    flash: { method: 'stm32-uart', chip },
    link: { transport: 'serial', baud: 115200 },
  };
}

/** Bytes that repeat nowhere near, the same for the same seed. */
export function noise(count: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** Two pieces with a gap: code and initial values. */
export function twoPieces(bytes: number, seed = 1): FlashImage {
  const [code, data] = [noise(bytes, seed), noise(37, seed + 1)];
  return [
    { address: ORIGIN, data: code },
    { address: ORIGIN + code.length + 1000, data },
  ];
}
