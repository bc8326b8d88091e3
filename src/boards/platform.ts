/**
 * A platform: what a family of chips brings to the harness. Its folder in templates/platforms holds port.c, and
 * platform.yaml where the port asks something of the board.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { resourcePath } from '../common/resources.ts';
import type { Framework } from './framework.ts';
import type { Board } from './schema.ts';
import { fillSettings, type Settings, settingsSchema } from './settings.ts';

/** What a platform's folder may hold besides the project's files. */
export const PLATFORM_FILE = 'platform.yaml';

/** It is ours, so what is wrong with it is a bug. */
const schema = z.strictObject({
  /** What a board's file says under settings.PLATFORM, by name. */
  settings: settingsSchema,
});

/** Undefined where the port asks nothing: the framework of the same name may. */
async function declaredSettings(platform: string): Promise<z.infer<typeof settingsSchema> | undefined> {
  try {
    const text = await readFile(resourcePath('templates', 'platforms', platform, PLATFORM_FILE), 'utf8');
    return schema.parse(parse(text)).settings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The settings of a board for its platform, defaults filled in.
 *
 * @param where the board's file, for messages
 * @throws TflqError('board') that names the setting which is missing, unknown or wrong
 */
export async function platformSettings(
  board: Board,
  framework: Framework,
  where = `board ${board.id}`,
): Promise<Settings> {
  const platform = framework.platform ?? board.platform;
  if (platform === undefined) return {};
  const declared = await declaredSettings(platform);
  return declared === undefined ? {} : fillSettings(board, platform, declared, where);
}
