/** A simulated chip behind standard input and output, in real time: for a pseudo-terminal. Argument: a file for its flash. */
import { writeFileSync } from 'node:fs';
import { CHIPS } from '../support/stm32.ts';
import { SimulatedStm32 } from './chip.ts';
import { connectChip } from './real-time.ts';

const chip = new SimulatedStm32(CHIPS.f446);
const receive = connectChip(chip, (bytes) => process.stdout.write(bytes));
process.stdin.on('data', (bytes: Buffer) => {
  receive(bytes);
  if (chip.started !== undefined) writeFileSync(process.argv[2]!, chip.flash);
});
