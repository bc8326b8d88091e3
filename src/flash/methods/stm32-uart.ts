/** STM32's ROM bootloader on a UART (ST AN3155): every byte is read back. */
import { openTransport } from '../../link/index.ts';
import { byteLine } from '../byte-line.ts';
import type { FlashMethod } from '../flash-method.ts';
import { loadImage, requireInFlash } from '../image.ts';
import { programStm32, STM32_BAUD } from '../stm32/program.ts';

export const stm32Uart: FlashMethod = async ({
  dir,
  manifest,
  image: path,
  port,
  progress,
  signal,
  ...run
}) => {
  const { board } = manifest;
  const image = await loadImage(path);
  if (board.memory !== null) requireInFlash(image, board.memory.flash, path);
  const baud = run.baud ?? board.flash.baud ?? STM32_BAUD;
  const line = await openTransport(dir, manifest, {
    port,
    serial: { baud, parity: 'even' },
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const { chip, isStarted } = await programStm32({
      ...{ line: byteLine(line, signal), baud, board, image, progress },
    });
    const next = isStarted ? 'verified and started' : 'verified; press reset to start it';
    return `${chip} at ${line.name}, ${next}`;
  } finally {
    await line.close();
  }
};
