/** Before any test: the tests of the program run what is published, so it must be fresh. */
import { ensureBuild } from '../../scripts/setup.mjs';

export function setup() {
  ensureBuild();
}
