/** The ESP32 family, over a serial port, as its boot ROM and Espressif's flasher stub speak. */
import { openTransport } from '../../link/index.ts';
import type { FlashMethod } from '../flash-method.ts';

export const esptool: FlashMethod = async ({ dir, manifest, image, port, baud, progress, signal }) => {
  // esptool-js is large.
  const { DEFAULT_BAUD, flashEsp } = await import('../esptool/index.ts');
  const { readPlan } = await import('../esptool/read-plan.ts');
  const { flash } = manifest.board;
  const plan = await readPlan(dir, image, flash.offset);
  const line = await openTransport(dir, manifest, { port, signal });
  try {
    const options = { baud: baud ?? flash.baud ?? DEFAULT_BAUD, progress, signal };
    const { chip, bytes, regions, isStarted } = await flashEsp(line, plan, options);
    const next = isStarted ? '' : '; press RESET to start it';
    return `the ${chip} at ${line.name} (${regions} regions, ${bytes} bytes, each verified${next})`;
  } finally {
    await line.close();
  }
};
