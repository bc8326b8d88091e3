/** An ESP32 at a port of another machine: reset, speed and bytes all go by RFC 2217. */
import { Duplex } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { silent } from '../../src/common/progress.ts';
import { realClock } from '../../src/flash/esptool/clock.ts';
import { flashEsp } from '../../src/flash/esptool/index.ts';
import { openTransport } from '../../src/link/index.ts';
import { serveRfc2217 } from '../support/rfc2217-server.ts';
import { SimulatedChip } from './esp-simulator/chip.ts';
import { firmware, planFor } from './esp-simulator/images.ts';

const board = await findBoard('esp32c3');
const plan = planFor('esp32c3', firmware('esp32c3', 20_000));

it('an ESP32-C3 is reset, flashed and started over rfc2217://', async () => {
  const chip = new SimulatedChip({ target: 'esp32c3', clock: realClock });
  const bauds: number[] = [];
  const server = await serveRfc2217({
    device() {
      const line = new Duplex({
        read() {},
        write(bytes: Uint8Array, _encoding, done) {
          if (bauds.at(-1) === chip.baud) chip.receive(bytes);
          done();
        },
      });
      chip.output = (bytes) => line.push(bytes);
      return line;
    },
    onBaud: (baud) => bauds.push(baud),
    onPins: (pins) => chip.setPins(pins),
  });
  onTestFinished(() => server.close());
  const line = await openTransport('.', { board }, { port: server.port });
  onTestFinished(() => line.close());
  const result = await flashEsp(line, plan, { baud: 460_800, progress: silent, signal: undefined });
  expect(result).toMatchObject({ regions: 3, baud: 460_800 });
  for (const { offset, data } of plan.regions)
    expect(Buffer.from(chip.flash.bytes.subarray(offset, offset + data.length)).equals(data)).toBe(true);
  expect(chip.state).toBe('program');
  expect(bauds).toContain(460_800);
});
