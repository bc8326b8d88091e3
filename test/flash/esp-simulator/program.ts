/**
 * A simulated chip as a program: the line is its standard input and output. A pseudo-terminal in front of it makes a
 * port for whoever wants to flash it, e.g. Espressif's esptool:
 *
 *     python3 test/link/fixtures/pty-bridge.py node_modules/.bin/tsx test/flash/esp-simulator/program.ts esp32c3
 *
 * It starts in its loader, for pseudo-terminals carry no reset. A second argument is a file that holds what the flash
 * holds, from the start on.
 */
import { writeFileSync } from 'node:fs';
import { realClock } from '../../../src/flash/esptool/clock.ts';
import { SimulatedChip } from './chip.ts';
import type { Target } from './profiles.ts';

const [target = 'esp32c3', saveTo] = process.argv.slice(2);
const chip = new SimulatedChip({ target: target as Target, clock: realClock, anyStub: true });
const save = (): void => {
  if (saveTo !== undefined) writeFileSync(saveTo, chip.flash.bytes);
};
chip.output = (bytes) => {
  // Whoever hears that something is written finds it in the file.
  save();
  process.stdout.write(bytes);
};
process.stdin.on('data', (bytes: Buffer) => chip.receive(bytes));
chip.reset('loader');
