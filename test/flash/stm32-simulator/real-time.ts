/** A simulated chip on a stream of bytes: answers come at once, whatever the work would take. */
import type { SimulatedStm32 } from './chip.ts';

/** Returns what takes the bytes to the chip. */
export function connectChip(
  chip: SimulatedStm32,
  send: (bytes: Uint8Array) => void,
): (bytes: Uint8Array) => void {
  return (bytes) => {
    chip.awake();
    for (const byte of bytes) {
      const answer = chip.receive(byte);
      if (answer !== undefined) send(Uint8Array.from(answer.bytes));
    }
  };
}
