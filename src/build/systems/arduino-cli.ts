/** arduino-cli, on the sketch that `gen` wrote and the library beside it (templates/frameworks/arduino). */

import { frameworkSetting } from '../../boards/framework-setting.ts';
import type { Manifest } from '../../emit/manifest.ts';
import type { BuildSystem } from '../build-system.ts';
import type { Diagnosis } from '../diagnose.ts';

/** Below the project's folder; the image that templates/frameworks/arduino/framework.yaml names lies in it. */
const FOLDER = 'build/arduino';

/** The cores compile with -Os; what comes later on the command line counts. */
const OPTIMIZE = ['c', 'cpp'].flatMap((language) => [
  '--build-property',
  `compiler.${language}.extra_flags=-O2`,
]);

const NO_CORE =
  /platform (?:not installed|[\w:.@-]+ (?:is )?not (?:installed|found))|Platform '[^']*' not found/i;
const NO_BOARD = /board [\w:.-]+ not found|Error resolving FQBN/i;
const NO_HEADER = /fatal error: ([\w./-]+\.h): No such file or directory/;
const TOO_BIG = /(?:text|data) section exceeds available space in board|Sketch too big|Not enough memory;/i;
const FIGURES = /^(?:Sketch uses|Global variables use) [^\n]*/gm;

/** What `arduino-cli core install` is to be given. */
function coreCommands(manifest: Manifest): string {
  const core = frameworkSetting(manifest.board, 'fqbn').split(':').slice(0, 2).join(':');
  const url = frameworkSetting(manifest.board, 'core_url');
  const source = url === '' ? '' : ` --additional-urls ${url}`;
  return `arduino-cli core update-index${source} && arduino-cli core install ${core}${source}`;
}

/** What a header that is missing tells: usually that its library is. */
function missingHeader(header: string, manifest: Manifest): Diagnosis | undefined {
  const library = frameworkSetting(manifest.board, 'tflm_library');
  if (header === frameworkSetting(manifest.board, 'tflm_header')) {
    return {
      message: `the library ${library}, which brings TensorFlow Lite Micro, is not installed`,
      hint: `Install it: arduino-cli lib install ${library}`,
      missingTool: true,
    };
  }
  if (library !== 'core' || !header.startsWith('tensorflow/')) return undefined;
  return {
    message: "the board's Arduino core has no TensorFlow Lite Micro: its version is too old",
    hint: `Get a newer one: ${coreCommands(manifest)}`,
    missingTool: true,
  };
}

export const arduinoCli: BuildSystem = {
  programs: () => ['arduino-cli'],

  install: 'Get arduino-cli from https://arduino.github.io/arduino-cli/ and make sure that it is in PATH.',

  build({ manifest, execute }) {
    const place = ['--libraries', 'libraries', '--build-path', FOLDER];
    return execute('arduino-cli', [
      'compile',
      '--no-color',
      ...['--warnings', 'all'],
      ...OPTIMIZE,
      ...place,
      `${manifest.name}_sketch`,
    ]);
  },

  advise(output, manifest) {
    const { board } = manifest;
    if (NO_CORE.test(output)) {
      return {
        message: `the Arduino core of ${board.name} is not installed`,
        hint: `Install it: ${coreCommands(manifest)}`,
        missingTool: true,
      };
    }
    if (NO_BOARD.test(output)) {
      return {
        message: `the Arduino core that is installed does not know ${frameworkSetting(board, 'fqbn')}`,
        hint: `Get its newest version: ${coreCommands(manifest)}. Has ${manifest.name}_sketch/sketch.yaml been edited?`,
        missingTool: true,
      };
    }
    const header = NO_HEADER.exec(output)?.[1];
    const diagnosis = header === undefined ? undefined : missingHeader(header, manifest);
    if (diagnosis !== undefined || !TOO_BIG.test(output)) return diagnosis;
    return {
      message: [`the firmware does not fit ${board.id}`, ...(output.match(FIGURES) ?? [])].join('\n  '),
      hint: 'Take a smaller network, or a board with more memory: `tflq-micro boards` shows what they have.',
      missingTool: false,
    };
  },
};
