/** ESP-IDF: idf.py, on the project that `gen` wrote (templates/frameworks/esp-idf). */
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { frameworkOf, settingsOf } from '../../boards/framework.ts';
import type { Board } from '../../boards/schema.ts';
import { BUILD_LOG } from '../../common/project-paths.ts';
import type { BuildSystem } from '../build-system.ts';
import type { Diagnosis } from '../diagnose.ts';

const INSTALL =
  'Install ESP-IDF 5.3 or newer (https://docs.espressif.com/projects/esp-idf), and in every new shell source its ' +
  'environment: . $HOME/esp/esp-idf/export.sh';

/** The chip that the project's configuration is for, if there is one. */
async function configuredTarget(dir: string): Promise<string | undefined> {
  const sdkconfig = await readFile(join(dir, 'sdkconfig'), 'utf8').catch(() => '');
  return /^CONFIG_IDF_TARGET="([^"]*)"/m.exec(sdkconfig)?.[1];
}

/** idf.py empties its build folder before it sets a target, but refuses to where it finds no cache of CMake's. */
async function makeWay(dir: string): Promise<void> {
  const known = await access(join(dir, 'build', 'CMakeCache.txt')).then(
    () => true,
    () => false,
  );
  if (!known) await rm(join(dir, BUILD_LOG), { force: true });
}

/** What is wrong, where the text that a pattern matches tells; `found` are its groups. */
interface Advice {
  readonly pattern: RegExp;
  readonly missingTool?: boolean;
  readonly say: (found: readonly string[], board: Board) => { message: string; hint: string };
}

/** What ESP-IDF and its tools say, and what it means. The first that matches counts. */
const ADVICE: readonly Advice[] = [
  {
    pattern: /region [`'"]?((?:dram|sram|iram)\w*)['"]? overflowed by (\d+) bytes?/,
    say: ([, region, bytes], { id, memory }) => ({
      message: `the firmware does not fit ${id}: it takes ${bytes} bytes too much of the chip's own RAM (${region})`,
      hint:
        memory?.psram === undefined
          ? 'Take a smaller network, or a board with PSRAM. `idf.py size-components` shows what takes how much.'
          : 'Take a smaller network. `idf.py size-components` shows what takes how much; what the application allocates may go to PSRAM.',
    }),
  },
  {
    pattern:
      /app partitions? (?:is|are) too small for binary \S+ size (0x[0-9a-f]+)[\s\S]*?\(overflow (0x[0-9a-f]+)\)/,
    say: ([, size, overflow]) => ({
      message: `the firmware of ${Number(size)} bytes is ${Number(overflow)} bytes too large for its partition`,
      hint: 'Make the partition `factory` in partitions.csv larger, on a board with more flash, or take a smaller network.',
    }),
  },
  {
    pattern: /environment variable IDF_TARGET is set to '([^']*)'|: '([^']*)' in the environment/,
    say: ([, first, second], { id }) => ({
      message: `the environment variable IDF_TARGET says ${first ?? second}, which is not the chip of ${id}`,
      hint: 'Build again without it: unset IDF_TARGET.',
    }),
  },
  {
    pattern: /(esp32\w*) is still in preview|Invalid value for '[^']*IDF[-_]TARGET[^']*': '(esp32\w*)'/i,
    missingTool: true,
    say: ([, first, second]) => ({
      message: `this version of ESP-IDF does not know the ${(first ?? second ?? 'chip').toUpperCase()}`,
      hint: 'Install a newer ESP-IDF, and source its export.sh.',
    }),
  },
  {
    pattern:
      /not (?:.*\n)?spawned within an ESP-IDF shell environment|IDF_PATH.*(?:is not set|does not exist)/i,
    missingTool: true,
    say: () => ({ message: "ESP-IDF's environment is not complete in this shell", hint: INSTALL }),
  },
  {
    pattern:
      /CMAKE_C_COMPILER:?\s+(\S+-elf-gcc)\s+is not a full path|tool (\S+-elf\S*) has no installed versions/,
    missingTool: true,
    say: ([, first, second], { settings }) => ({
      message: `ESP-IDF's compiler for this chip is not installed (${first ?? second})`,
      hint: `Run $IDF_PATH/install.sh ${settings['esp-idf']?.target ?? 'all'}, then source $IDF_PATH/export.sh again.`,
    }),
  },
  {
    pattern: /connection to the component registry|Cannot (?:download|fetch) component/i,
    say: () => ({
      message: "Espressif's component registry, which has esp-tflite-micro, cannot be reached",
      hint: 'The first build needs the network. Without one: `gen --runtime c`, which needs no component of others.',
    }),
  },
  {
    pattern: /depends on (?:both )?idf \(|version solving failed|no versions of idf match/i,
    missingTool: true,
    say: () => ({
      message: 'this version of ESP-IDF is too old for the project',
      hint: 'It takes ESP-IDF 5.3 or newer: install one, and source its export.sh.',
    }),
  },
];

function advise(output: string, board: Board): Diagnosis | undefined {
  for (const { pattern, missingTool = false, say } of ADVICE) {
    const found = pattern.exec(output);
    if (found !== null) return { ...say(found, board), missingTool };
  }
  return undefined;
}

export const idf: BuildSystem = {
  programs: () => ['idf.py'],

  install: INSTALL,

  async build({ dir, manifest: { board }, execute }) {
    const target = String(settingsOf(board, await frameworkOf(board)).target);
    if ((await configuredTarget(dir)) !== target) {
      await makeWay(dir);
      const set = await execute('idf.py', ['set-target', target]);
      if (set.code !== 0) return set;
    }
    return execute('idf.py', ['build']);
  },

  advise: (output, { board }) => advise(output, board),
};
