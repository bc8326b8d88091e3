/** The build systems, by the name that templates/frameworks/NAME/framework.yaml gives as `build`. */
import type { BuildSystem } from '../build-system.ts';
import { arduinoCli } from './arduino-cli.ts';
import { cmake } from './cmake.ts';
import { idf } from './idf.ts';
import { make } from './make.ts';
import { none } from './none.ts';
import { platformio } from './platformio.ts';
import { west } from './west.ts';

export const SYSTEMS: Readonly<Record<string, BuildSystem>> = {
  'arduino-cli': arduinoCli,
  cmake,
  idf,
  make,
  none,
  platformio,
  west,
};
