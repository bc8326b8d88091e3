/** Which packages bring a board's compilers. */
import type { Board } from './schema.ts';

/** The Debian packages that bring a board's toolchain; the runtime tflm needs C++. */
export function toolchainPackages({ toolchain }: Board, runtime: 'c' | 'tflm'): string[] {
  return [...toolchain.packages, ...(runtime === 'tflm' ? toolchain.cxxPackages : [])];
}
