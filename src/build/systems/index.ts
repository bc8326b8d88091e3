/** The build systems, by the name that templates/frameworks/NAME/framework.yaml gives as `build`. */
import type { BuildSystem } from '../build-system.ts';
import { cmake } from './cmake.ts';
import { make } from './make.ts';

export const SYSTEMS: Readonly<Record<string, BuildSystem>> = { cmake, make };
