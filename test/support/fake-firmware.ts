/** The real harness with a network that is easy to predict (test/link/fixtures/fake-model.c), as a host program. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBoard } from '../../src/boards/index.ts';
import { FLASHED_IMAGE } from '../../src/common/project-paths.ts';
import { resourcePath } from '../../src/common/resources.ts';
import type { LinkManifest } from '../../src/link/link-manifest.ts';

/** True where there is a compiler; without one, cases that need a firmware are skipped. */
export const hasCompiler = spawnSync('cc', ['--version']).status === 0;

const fixture = fileURLToPath(new URL('../link/fixtures/fake-model.c', import.meta.url));

/** Bytes of the fake network's first input and output, unless macros say otherwise. */
export const FAKE_SIZE = 300;

/** Bytes of its second input; its second output has 4 more. */
export const FAKE_TAIL = 5;

/** What to compile. */
export interface FakeFirmware {
  /** TFLQ_HARNESS_PAYLOAD. */
  readonly payload?: number;
  readonly opCount?: number;
  /** Macros for fake-model.c, e.g. { DIE_AT: 3 }. */
  readonly macros?: Readonly<Record<string, number>>;
  /** Further compiler flags. */
  readonly flags?: readonly string[];
}

/** Compiles the harness with the fake network and puts it where `flash` would. */
export function flashFake(
  dir: string,
  { payload = 128, opCount = 3, macros = {}, flags = [] }: FakeFirmware = {},
): void {
  const image = join(dir, FLASHED_IMAGE);
  mkdirSync(dirname(image), { recursive: true });
  writeFileSync(
    join(dir, 'tflq_harness_config.h'),
    `#define TFLQ_HARNESS_OP_COUNT ${opCount}\n#define TFLQ_HARNESS_PAYLOAD ${payload}\n`,
  );
  writeFileSync(
    join(dir, 'main.c'),
    '#include "tflq_harness.h"\n#include "tflq_port.h"\nint main(void) { tflq_port_init(); tflq_harness_run(); return 0; }\n',
  );
  const harness = (name: string): string => resourcePath('templates', 'harness', name);
  execFileSync('cc', [
    ...['-std=c99', '-O2', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', ...flags],
    `-DTFLQ_TEST_OPS=${opCount}`,
    ...Object.entries(macros).map(([name, value]) => `-D${name}=${value}`),
    ...['-I', resourcePath('templates', 'harness'), '-I', dir, '-o', image, join(dir, 'main.c'), fixture],
    ...['tflq_harness.c', 'tflq_frame.c', 'tflq_stack.c'].map(harness),
    resourcePath('templates', 'platforms', 'host', 'port.c'),
  ]);
}

/** The manifest of a project with the fake network on the host. */
export async function fakeManifest(size = FAKE_SIZE): Promise<LinkManifest> {
  const tensor = (name: string, length: number, dtype: 'int8' | 'uint8') => ({
    name,
    shape: [1, length],
    dtype,
    scale: 1,
    zeroPoint: 0,
  });
  return {
    name: 'negate',
    board: await findBoard('host'),
    model: {
      file: 'model/negate.tflite',
      sha256: `ab0102030405060708090a0b0c0d0e0f${'0'.repeat(32)}`,
      bytes: 1,
    },
    inputs: [tensor('x', size, 'int8'), tensor('extra', FAKE_TAIL, 'uint8')],
    outputs: [tensor('y', size, 'int8'), tensor('count', 4 + FAKE_TAIL, 'uint8')],
  };
}
