/**
 * Files of a project that hold for one machine: where it has TFLM. They are written like the others, but the manifest
 * does not know them, so that it is the same everywhere, and nothing is compared with them.
 */

/** What `gen --tflm-dir` writes for make and CMake. */
const LOCAL_FILE = /(?:^|\/)tflm_dir\.\w+$/;

/** True for the path of such a file. */
export function isLocalFile(path: string): boolean {
  return LOCAL_FILE.test(path);
}
