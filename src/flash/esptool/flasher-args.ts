/** build/flasher_args.json, in which ESP-IDF's build says how its firmware is flashed. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import * as z from 'zod';
import { TflqError } from '../../common/errors.ts';
import type { FlashPlan, Region } from './plan.ts';

/** The file's name. */
export const FLASHER_ARGS = 'flasher_args.json';

const schema = z.object({
  flash_settings: z
    .object({
      flash_mode: z.string().default('keep'),
      flash_size: z.string().default('keep'),
      flash_freq: z.string().default('keep'),
    })
    .prefault({}),
  flash_files: z.record(z.string(), z.string().min(1)),
  extra_esptool_args: z
    .object({
      before: z.string().default('default_reset'),
      after: z.string().default('hard_reset'),
      stub: z.boolean().default(true),
      chip: z.string().optional(),
    })
    .prefault({}),
});

const OFFSET = /^(?:0x[0-9a-fA-F]+|\d+)$/;

const AGAIN = 'Run `tflq-micro build` again; ESP-IDF writes this file at the end of a build.';

function damaged(path: string, message: string, cause?: unknown): TflqError {
  return new TflqError('project', `${FLASHER_ARGS} is damaged: ${message}`, {
    where: path,
    hint: AGAIN,
    cause,
  });
}

/** True where any part of the file marks a region for encryption. */
function asksForEncryption(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) =>
    key === 'encrypted' ? String(entry) === 'true' : asksForEncryption(entry),
  );
}

function parse(path: string, text: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, 'it is no JSON', cause);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw damaged(path, `${issue!.path.join('.')}: ${issue!.message}`);
  }
  if (asksForEncryption(value)) {
    throw new TflqError('project', 'the project asks for encrypted flashing, which tflq-micro does not do', {
      where: path,
      hint: 'Flash it with `idf.py encrypted-flash`, or turn flash encryption off in menuconfig.',
    });
  }
  return result.data;
}

async function readRegion(argsPath: string, offset: string, file: string): Promise<Region> {
  if (!OFFSET.test(offset)) throw damaged(argsPath, `flash_files: ${JSON.stringify(offset)} is no offset`);
  const folder = dirname(argsPath);
  const path = join(folder, file);
  if (relative(folder, path).split(sep)[0] === '..') {
    throw damaged(argsPath, `the file ${JSON.stringify(file)} lies outside the build folder`);
  }
  try {
    return { offset: Number(offset), data: await readFile(path), name: file };
  } catch (cause) {
    throw new TflqError('project', `${file} is missing, which ${FLASHER_ARGS} says is to be flashed`, {
      where: path,
      hint: AGAIN,
      cause,
    });
  }
}

/**
 * Reads the file and the images that it names. esptool 5 writes its words with hyphens, older ones with underscores.
 *
 * @throws TflqError('project') when the file or an image is missing or damaged, or is to be encrypted
 */
export async function readFlasherArgs(path: string): Promise<FlashPlan> {
  const { flash_settings, flash_files, extra_esptool_args } = parse(path, await readFile(path, 'utf8'));
  const before = extra_esptool_args.before.replaceAll('-', '_');
  const after = extra_esptool_args.after.replaceAll('-', '_');
  return {
    regions: await Promise.all(
      Object.entries(flash_files).map(([offset, file]) => readRegion(path, offset, file)),
    ),
    target: extra_esptool_args.chip,
    flash: {
      mode: flash_settings.flash_mode,
      size: flash_settings.flash_size,
      frequency: flash_settings.flash_freq,
    },
    resetBefore: !before.startsWith('no_reset'),
    usbReset: before === 'usb_reset',
    resetAfter: !after.startsWith('no_reset'),
    stub: extra_esptool_args.stub,
  };
}
