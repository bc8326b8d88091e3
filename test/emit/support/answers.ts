/** Emitted firmware that runs on this machine: what it answers. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RenderedProject } from '../../../src/emit/index.ts';
import { bytesOf, dataFromBytes } from '../../../src/graph/dtype.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import type { Device } from '../../../src/link/device.ts';
import { openDevice } from '../../../src/link/index.ts';
import { smallGraph } from '../../support/small-project.ts';

/** Starts a built image as a child process, whatever line its board has. */
export function startHere(dir: string, { manifest }: RenderedProject, image: string): Promise<Device> {
  copyFileSync(image, join(dir, 'build', 'flashed.elf'));
  const link = { ...manifest.board.link, transport: 'process' as const };
  return openDevice(dir, { ...manifest, board: { ...manifest.board, link } });
}

/** Runs the network of smallGraph on the device and expects the very bytes that the host computes. */
export async function expectAnswers(device: Device): Promise<void> {
  const reference = await loadIntegerNetwork(smallGraph());
  for (let k = 0; k < 5; k++) {
    const input = Uint8Array.from({ length: 8 }, (_, i) => (i * 37 + k * 101) & 0xff);
    const expected = reference.run([dataFromBytes('int8', input)]).map((data) => [...bytesOf(data)]);
    const { outputs, ticks } = await device.infer([input]);
    expect(outputs.map((bytes) => [...bytes])).toEqual(expected);
    expect(ticks).toBeLessThan(device.info.tickHz);
  }
  expect((await device.profile([new Uint8Array(8)])).opTicks).toHaveLength(smallGraph().ops.length);
}
