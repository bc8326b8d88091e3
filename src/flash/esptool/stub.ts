/**
 * The flasher stub: Espressif's small program that writes flash faster than the ROM and verifies it. esptool-js ships
 * the stubs; its own code imports them in a way that makes Node 20 print a warning.
 */
import { createRequire } from 'node:module';
import { ESPError } from 'esptool-js';
import type { Chip } from './chips.ts';
import type { Loader } from './loader.ts';

interface Stub {
  readonly entry: number;
  readonly text: string;
  readonly text_start: number;
  readonly data?: string;
  readonly data_start?: number;
}

const GREETING = 'OHAI';
const GREETING_LIMIT_MS = 3000;

/** The P4 got another memory map with its revision 3.0. */
const P4_NEW_REVISION = 300;

async function loadStub(loader: Loader, { target }: Chip): Promise<Stub> {
  const isOldP4 =
    target === 'esp32p4' &&
    ((await loader.chip.getChipRevision?.(loader)) ?? P4_NEW_REVISION) < P4_NEW_REVISION;
  const name = isOldP4 ? 'esp32p4-rev1' : target;
  return createRequire(import.meta.url)(`esptool-js/lib/targets/stub_flasher/${name}.json`);
}

async function upload(loader: Loader, base64: string, address: number): Promise<void> {
  const code = Buffer.from(base64, 'base64');
  const block = loader.ESP_RAM_BLOCK;
  const blocks = Math.ceil(code.length / block);
  await loader.memBegin(code.length, blocks, block, address);
  for (let i = 0; i < blocks; i++) await loader.memBlock(code.subarray(i * block, (i + 1) * block), i);
}

/** Loads the stub into the chip's RAM and starts it; one that runs already is used as it is. */
export async function startStub(loader: Loader, chip: Chip): Promise<void> {
  if (!loader.meetsStub) {
    const stub = await loadStub(loader, chip);
    await upload(loader, stub.text, stub.text_start);
    if (stub.data !== undefined) await upload(loader, stub.data, stub.data_start!);
    await loader.memFinish(stub.entry);
    const { clock } = loader.patience;
    const end = clock.now() + GREETING_LIMIT_MS;
    while (Buffer.from(await loader.wire.read(end - clock.now())).toString('latin1') !== GREETING) {
      if (clock.now() >= end) throw new ESPError('the flasher stub did not start');
    }
  }
  loader.IS_STUB = true;
  loader.FLASH_WRITE_SIZE = 0x4000;
}
