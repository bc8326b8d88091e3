/** Zephyr's west, on the application that `gen` wrote (templates/frameworks/zephyr). */
import { frameworkOf, settingsOf } from '../../boards/framework.ts';
import type { BuildSystem } from '../build-system.ts';
import type { Diagnosis } from '../diagnose.ts';

/** What west, and Zephyr's CMake code and scripts, say, and what it means. The first that fits counts. */
const MEANINGS: readonly (readonly [said: RegExp, message: string, hint: string])[] = [
  [
    /unknown command "build"|no west workspace found/i,
    'this is no Zephyr workspace: west does not know how to build',
    'Set ZEPHYR_BASE to the folder `zephyr` of a workspace, or make one around the project: `west init -l .` and `west update` in its folder.',
  ],
  [
    /No board named|Invalid BOARD|Board qualifiers? .* not found/i,
    'this Zephyr has no board of that name',
    'Names are as `west boards` prints them, e.g. --board zephyr:nrf52840dk/nrf52840. Up to Zephyr 3.6 they had no slash: give settings.zephyr.board in a board file of your own.',
  ],
  [
    /provided by "Zephyr-sdk"|_TOOLCHAIN_PATH is not set/,
    'no compiler was found: neither the Zephyr SDK nor another toolchain',
    'Run `west sdk install`. Or set ZEPHYR_TOOLCHAIN_VARIANT=gnuarmemb and GNUARMEMB_TOOLCHAIN_PATH=/usr for the compiler of the package gcc-arm-none-eabi.',
  ],
  [
    /TensorFlow Lite Micro is not in this west workspace|tensorflow\/lite\/\S+: No such file/,
    'TensorFlow Lite Micro is not in this west workspace',
    'Add it: west config manifest.project-filter -- +tflite-micro && west update tflite-micro',
  ],
  [
    /No module named '?(?:elftools|pykwalify|yaml|packaging|anytree|jsonschema)/,
    "a Python package that Zephyr's scripts need is not installed",
    'Run `west packages pip --install`, in the Python environment that has west.',
  ],
];

function advise(output: string): Diagnosis | undefined {
  const found = MEANINGS.find(([said]) => said.test(output));
  if (found === undefined) return undefined;
  const [, message, hint] = found;
  return { message, hint, missingTool: true };
}

export const west: BuildSystem = {
  programs: () => ['west', 'cmake'],

  install:
    'Install it by `python3 -m pip install west`, with CMake and Ninja; the Getting Started Guide of Zephyr has all of it.',

  async build({ execute, manifest: { board } }) {
    const name = String(settingsOf(board, await frameworkOf(board)).board);
    // Anew where the folder was built for another board, or moved. Just this image: no bootloader around it.
    return execute('west', ['build', '-p', 'auto', '-b', name, '-d', 'build', '--no-sysbuild', '.']);
  },

  advise,
};
