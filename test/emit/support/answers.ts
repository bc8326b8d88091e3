/** Emitted firmware that runs on this machine: what it answers. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RenderedProject } from '../../../src/emit/index.ts';
import { bytesOf, dataFromBytes } from '../../../src/graph/dtype.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { loadIntegerNetwork } from '../../../src/integer/index.ts';
import type { Device } from '../../../src/link/device.ts';
import { openDevice } from '../../../src/link/index.ts';

/** Starts a built image as a child process, whatever line its board has. */
export function startHere(dir: string, { manifest }: RenderedProject, image: string): Promise<Device> {
  copyFileSync(image, join(dir, 'build', 'flashed.elf'));
  const link = { ...manifest.board.link, transport: 'process' as const };
  return openDevice(dir, { ...manifest, board: { ...manifest.board, link } });
}

/** Runs a network of one input on the device and expects the very bytes that the host computes. */
export async function expectAnswers(device: Device, graph: Graph): Promise<void> {
  const reference = await loadIntegerNetwork(graph);
  const length = device.info.inputs[0]!.bytes;
  for (let k = 0; k < 5; k++) {
    const input = Uint8Array.from({ length }, (_, i) => (i * 37 + k * 101) & 0xff);
    const expected = reference.run([dataFromBytes('int8', input)]).map((data) => [...bytesOf(data)]);
    const { outputs, ticks } = await device.infer([input]);
    expect(outputs.map((bytes) => [...bytes])).toEqual(expected);
    expect(ticks).toBeLessThan(device.info.tickHz);
  }
  expect((await device.profile([new Uint8Array(length)])).opTicks).toHaveLength(graph.ops.length);
}
