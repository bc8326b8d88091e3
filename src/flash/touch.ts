/** The 1200-baud touch: boards with their own USB start their bootloader when their port is opened and closed so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TflqError } from '../common/errors.ts';
import { openTransport } from '../link/index.ts';
import type { LinkManifest } from '../link/link-manifest.ts';
import type { Transport } from '../link/transport.ts';

/** The port stays open that long: some systems pass the speed on only after a while. */
const TOUCH_MS = 100;

/**
 * Asks a running program for its bootloader.
 *
 * @param port the port; the one that fits the board where there is just one, unless given
 * @returns false where there is no such port, and none was named: the bootloader may be running already
 * @throws TflqError('link') where the named port cannot be opened; 'interrupted'
 */
export async function touch(
  dir: string,
  manifest: LinkManifest,
  port: string | undefined,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const serial = { baud: 1200, parity: 'none' } as const;
  let line: Transport;
  try {
    line = await openTransport(dir, manifest, { port, serial, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (port === undefined && error instanceof TflqError && error.kind === 'link') return false;
    throw error;
  }
  // Arduino's cores look at DTR: the bootloader starts when it goes away at this speed.
  for (const dtr of [true, false]) {
    await Promise.race([line.control?.setSignals({ dtr, rts: true }), sleep(TOUCH_MS)]).catch(() => {});
    await sleep(TOUCH_MS);
  }
  await line.close();
  return true;
}
