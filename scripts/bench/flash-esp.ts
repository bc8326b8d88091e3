/**
 * How fast 1 MB is flashed and verified over a serial line of 921,600 bit/s, in real time, against the simulated
 * ESP32-S3 of the tests: the line throttled to its speed, the flash as slow as a typical one. The data do not compress.
 */
import { silent } from '../../src/common/progress.ts';
import { realClock } from '../../src/flash/esptool/clock.ts';
import { DEFAULT_BAUD, flashEsp } from '../../src/flash/esptool/index.ts';
import { SimulatedChip } from '../../test/flash/esp-simulator/chip.ts';
import { planFor, randomBytes } from '../../test/flash/esp-simulator/images.ts';
import { simulatedLine } from '../../test/flash/esp-simulator/line.ts';

const BITS_PER_BYTE = 10;

const chip = new SimulatedChip({ target: 'esp32s3', clock: realClock, slowFlash: true });
const line = simulatedLine(chip, {
  clock: realClock,
  throttled: true,
  usbIds: { vendor: 0x10c4, product: 0xea60 },
});
const data = randomBytes(1 << 20);
const plan = planFor('esp32s3', [{ offset: 0x10000, data, name: 'app.bin' }]);
const options = { baud: DEFAULT_BAUD, progress: silent, signal: undefined };

const began = performance.now();
await flashEsp(line, plan, options);
const first = (performance.now() - began) / 1000;
const share = (data.length * BITS_PER_BYTE) / DEFAULT_BAUD / first;
const again = performance.now();
await flashEsp(line, plan, options);

console.log(
  `1 MB to an ESP32-S3 at ${DEFAULT_BAUD} bit/s, verified: ${first.toFixed(1)} s, ${(100 * share).toFixed(0)} % of the line`,
);
console.log(`the same once more, which finds it there: ${((performance.now() - again) / 1000).toFixed(1)} s`);
