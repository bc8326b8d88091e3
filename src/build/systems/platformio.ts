/** PlatformIO, on the platformio.ini that `gen` wrote (templates/frameworks/platformio). */
import { frameworkSetting } from '../../boards/framework-setting.ts';
import type { BuildSystem } from '../build-system.ts';

const NO_PLATFORM = /Unknown development platform '([^']*)'/;
const NO_BOARD = /Unknown board ID '([^']*)'/;
const NO_PACKAGE = /Could not find the package with '([^']*)' requirements/;
const OFFLINE = /You are not connected to the Internet|InternetConnectionError|HTTPClientError/;
const NO_ENVIRONMENT = /Unknown environment names|Nothing to build|Not a PlatformIO project/;
const TOO_BIG = /The (?:program|data) size \(\d+ bytes\) is greater than maximum allowed \(\d+ bytes\)/g;

export const platformio: BuildSystem = {
  programs: () => ['pio'],

  install:
    'Install PlatformIO Core, e.g. with `pipx install platformio`, and make sure that `pio` is in PATH.',

  build({ execute }) {
    return execute('pio', ['run', '--environment', 'firmware']);
  },

  advise(output, { board }) {
    const missing = NO_PLATFORM.exec(output) ?? NO_PACKAGE.exec(output);
    if (missing !== null) {
      return {
        message: `PlatformIO cannot get ${missing[1]}`,
        hint: `Is this machine connected? Try: pio pkg install --global --platform ${frameworkSetting(board, 'platform')}`,
        missingTool: true,
      };
    }
    if (OFFLINE.test(output)) {
      return {
        message: `PlatformIO could not fetch what ${board.id} needs: no connection to its registry`,
        hint: 'Connect this machine for the first build; later ones need no network.',
        missingTool: true,
      };
    }
    const unknown = NO_BOARD.exec(output);
    if (unknown !== null) {
      return {
        message: `the PlatformIO platform that is installed does not know the board ${unknown[1]}`,
        hint: 'Get its newest version: pio pkg update',
        missingTool: true,
      };
    }
    if (NO_ENVIRONMENT.test(output)) {
      return {
        message: 'platformio.ini has no environment `firmware`',
        hint: 'tflq-micro builds that one. Name it so again, or write the project anew in an empty folder.',
        missingTool: false,
      };
    }
    const sizes = output.match(TOO_BIG);
    if (sizes === null) return undefined;
    return {
      message: [`the firmware does not fit ${board.id}`, ...sizes].join('\n  '),
      hint: 'Take a smaller network, or a board with more memory: `tflq-micro boards` shows what they have.',
      missingTool: false,
    };
  },
};
