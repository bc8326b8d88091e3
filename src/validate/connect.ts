/** Opens the lines to all boards that share a validation. */
import { TflqError } from '../common/errors.ts';
import type { Device, DeviceInfo } from '../link/device.ts';

/** What boards of one kind have in common, in words. */
const KIND: readonly (readonly [words: string, of: (info: DeviceInfo) => string | number])[] = [
  ['runtimes are', ({ runtime }) => runtime],
  ["counters' ticks per second are", ({ tickHz }) => tickHz],
  ["networks' RAM in bytes is", ({ ramBytes }) => ramBytes],
];

/**
 * Figures of different boards make no sense together.
 *
 * @throws TflqError('firmware') that names the ports
 */
function requireOneKind([first, ...others]: readonly Device[]): void {
  for (const other of others)
    for (const [words, of] of KIND) {
      const [here, there] = [of(first!.info), of(other.info)];
      if (here === there) continue;
      throw new TflqError('firmware', `the boards are not of one kind: their ${words} ${here} and ${there}`, {
        where: `${first!.name} and ${other.name}`,
        hint: 'Flash the same firmware to boards of one kind, or validate them one by one.',
      });
    }
}

function requireDifferent(ports: readonly string[]): void {
  const twice = ports.find((port, i) => ports.indexOf(port) < i);
  if (twice === undefined) return;
  throw new TflqError('usage', `${twice} is named twice`, {
    where: '--port',
    hint: 'Name each port once.',
  });
}

/**
 * Opens the line to each board. Closes all of them where one fails.
 *
 * @param ports named by the user; none: the board's own way
 * @param open as openDevice of src/link
 * @throws TflqError('usage') where a port is named twice, 'firmware' where the boards are of different kinds; as `open`
 */
export async function connectBoards(
  ports: readonly string[],
  open: (port: string | undefined) => Promise<Device>,
): Promise<Device[]> {
  requireDifferent(ports);
  const opening = ports.length === 0 ? [open(undefined)] : ports.map(open);
  const outcomes = await Promise.allSettled(opening);
  const devices = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  try {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    requireOneKind(devices);
    return devices;
  } catch (error) {
    await closeAll(devices);
    throw error;
  }
}

/** Closes the lines. */
export async function closeAll(devices: readonly Device[]): Promise<void> {
  await Promise.all(devices.map((device) => device.close()));
}
