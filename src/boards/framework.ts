/**
 * A framework: how a project is laid out and built. Its folder in templates/frameworks holds the files of a project and
 * framework.yaml, which says what the tool must know of it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { TflqError } from '../common/errors.ts';
import { resourcePath } from '../common/resources.ts';
import type { Board } from './schema.ts';
import { fillSettings, type Settings, settingsSchema } from './settings.ts';

/** What a framework's folder holds besides the project's files. */
export const FRAMEWORK_FILE = 'framework.yaml';

/** A path in the project; {name} stands for the network's name. */
const path = z.string().regex(/^(?!\/)(?!.*\.\.)[\w./{}-]+$/, 'must be a path inside the project');

const schema = z.strictObject({
  /** For people. */
  title: z.string(),
  /** File in src/build/systems. */
  build: z.string(),
  /** The firmware image that a build makes. */
  image: path,
  /** Where the parts that we generate go: the network with its kernels, the harness, the platform's port. */
  layout: z.strictObject({ network: path, harness: path, platform: path }),
  /** Folders that are ours: what is in them is written anew each time, all else is the user's. */
  owned: z.array(path).min(1),
  /** Folder in templates/platforms that serves all boards of the framework; the board's own where absent. */
  platform: z.string().optional(),
  /** File in src/flash/methods, where the framework has a way of its own; the board's where absent. */
  flash: z.string().optional(),
  /** The runtimes that its templates know. */
  runtimes: z.array(z.enum(['c', 'tflm'])).min(1),
  /**
   * Runtimes that a board must bring something for: the setting that names it, and what to say where that is empty.
   */
  needs: z
    .partialRecord(
      z.enum(['c', 'tflm']),
      z.strictObject({ setting: z.string(), reason: z.string(), hint: z.string() }),
    )
    .default({}),
  /** Which of our build files compile TFLM from a checkout; none where the framework has a package of it. */
  tflm: z.enum(['makefile', 'cmake']).optional(),
  /** What a board's file says under settings.FRAMEWORK, by name. */
  settings: settingsSchema.default({}),
});

/** A framework, as its file describes it. */
export type Framework = z.infer<typeof schema>;

const cache = new Map<string, Promise<Framework>>();

async function readFramework(name: string): Promise<Framework> {
  const folder = resourcePath('templates', 'frameworks');
  const known = await readdir(folder);
  if (!known.includes(name)) {
    throw new TflqError('board', `there is no framework '${name}'`, {
      hint: `Known are: ${known.sort().join(', ')}.`,
    });
  }
  return schema.parse(parse(await readFile(join(folder, name, FRAMEWORK_FILE), 'utf8')));
}

/**
 * Reads a framework's file. It is ours, so what is wrong with it is a bug.
 *
 * @throws TflqError('board') where there is no such framework
 */
function loadFramework(name: string): Promise<Framework> {
  let framework = cache.get(name);
  if (framework === undefined) {
    framework = readFramework(name);
    cache.set(name, framework);
  }
  return framework;
}

/** The framework that a board uses. */
export function frameworkOf(board: Board): Promise<Framework> {
  return loadFramework(board.framework);
}

/** A framework's path in the project of a network. */
export function frameworkPath(pattern: string, name: string): string {
  return pattern.replaceAll('{name}', name);
}

/** The path of the image that a build of the network makes, in the project `dir`. */
export async function builtImage(dir: string, board: Board, name: string): Promise<string> {
  return join(dir, frameworkPath((await frameworkOf(board)).image, name));
}

/**
 * The settings of a board for its framework, defaults filled in.
 *
 * @param where the board's file, for messages
 * @throws TflqError('board') that names the setting which is missing, unknown or wrong
 */
export function settingsOf(board: Board, framework: Framework, where = `board ${board.id}`): Settings {
  return fillSettings(board, board.framework, framework.settings, where);
}
