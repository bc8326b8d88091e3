/** What is emitted compiles without a warning, whatever the compiler and whatever names the model file holds. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RenderedProject } from '../../src/emit/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { network } from '../formats/tflite/network.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { specialNetwork } from './support/networks.ts';
import { rendered, text, written } from './support/projects.ts';

const STRICT = ['-std=c99', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Wtrigraphs', '-Werror', '-O2'];
const INCLUDES = ['-Itflq', '-Itflq/harness', '-Itflq/platform'];

/** Compilers with the board whose platform they can compile. */
const COMPILERS: [compiler: string, board: string, flags: string[]][] = [
  ['gcc', 'host', []],
  ['clang', 'host', []],
  [
    'arm-none-eabi-gcc',
    'mps2-an386',
    ['-mcpu=cortex-m4', '-mthumb', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'],
  ],
  ['arm-none-eabi-gcc', 'microbit', ['-mcpu=cortex-m0', '-mthumb']],
  [
    'riscv64-unknown-elf-gcc',
    'riscv32-virt',
    ['-march=rv32imc_zicsr', '-mabi=ilp32', '--specs=picolibc.specs'],
  ],
];

/** Names that do harm wherever they get into C, a shell, a Makefile or Markdown as they are. */
const HOSTILE = [
  'quote " and \' and `touch pwned` and $(touch pwned) and ; touch pwned',
  '*/ #error escaped\n#error escaped\r\n#error escaped /*',
  'backslash at the end \\',
  'continued \\\n#error escaped',
  'trigraph ??/\n#error escaped ??/',
  '// comment \\',
  'percent %s %n <%= name %> <% throw 1 %>',
  'right to left \u202e \u2066 zero \u0000 bell \u0007 half \ud800 line \u2028 separator',
  '名前 ünïcödé 🙂 \u0301',
  '',
  'x'.repeat(5000),
];

function isPresent(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** Compiles every .c file of a project, each by itself. */
async function compile(compiler: string, project: RenderedProject, flags: readonly string[]): Promise<void> {
  const cwd = await written(project);
  const sources = [...project.files.keys()].filter((path) => path.endsWith('.c'));
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    const args = [...STRICT, ...flags, ...INCLUDES, '-c', '-o', 'object.o', source];
    const { status, stderr } = spawnSync(compiler, args, { cwd, encoding: 'utf8' });
    expect({ source, status, stderr }).toEqual({ source, status: 0, stderr: '' });
  }
}

/** A network of all the names in HOSTILE, one after the other. */
function hostileNetwork(): Graph {
  let next = 0;
  return specialNetwork(() => HOSTILE[next++ % HOSTILE.length]!);
}

describe.each(COMPILERS)('%s for %s', (compiler, board, flags) => {
  const skipped = isPresent(compiler) ? '' : ` (skipped: no ${compiler})`;

  it.skipIf(skipped !== '')(`compiles all without a warning${skipped}`, async () => {
    await compile(compiler, await rendered(network(), { board }), flags);
  });

  it.skipIf(skipped !== '')(`compiles a network of hostile names${skipped}`, async () => {
    await compile(compiler, await rendered(hostileNetwork(), { board }), flags);
  });

  const names = ['kws_int8', 'resnet8_int8'];
  const without = skipped || (hasShared ? '' : ' (skipped: no ../shared)');
  it.skipIf(without !== '').each(names)(`compiles the code of %s${without}`, async (name) => {
    const model = readFileSync(sharedPath('models', `${name}.tflite`));
    await compile(compiler, await rendered(readTflite(model, name), { model, board, libOnly: true }), flags);
  });
});

describe('names from the model file', () => {
  it('change nothing but comments', async () => {
    const [plain, hostile] = [await rendered(specialNetwork()), await rendered(hostileNetwork())];
    const code = (project: RenderedProject, path: string): string =>
      text(project, path).replace(/\/\*[\s\S]*?\*\//g, '');
    for (const path of plain.files.keys()) {
      if (path === 'tflq/harness/tflq_harness_model.c' || !/\.[ch]$/.test(path)) continue;
      expect(code(hostile, path)).toBe(code(plain, path));
    }
    for (const path of ['Makefile', 'main.c', 'tflq/harness/tflq_harness_config.h']) {
      expect(text(hostile, path)).toBe(text(plain, path));
    }
  });

  it('are in the manifest as they are', async () => {
    const graph = hostileNetwork();
    const { manifest } = await rendered(graph);
    expect(manifest.inputs.map(({ name }) => name)).toEqual(
      graph.inputs.map((index) => graph.tensors[index]!.name),
    );
  });
});

const [C, CPP] = ['gcc', 'g++'] as const;
const hasCpp = isPresent(C) && isPresent(CPP);

describe("the user's header", () => {
  it.skipIf(!hasCpp)(`works in C++ too${hasCpp ? '' : ' (skipped: no g++)'}`, async () => {
    const cwd = await written(await rendered(specialNetwork(), { name: 'special', libOnly: true }));
    writeFileSync(
      join(cwd, 'app.cc'),
      `#include <cstdio>
#include "special.h"
int main() {
  const int shape[TFLQ_SPECIAL_INPUT_1_RANK] = TFLQ_SPECIAL_INPUT_1_SHAPE;
  static_assert(TFLQ_SPECIAL_INPUT_1_BYTES == TFLQ_SPECIAL_INPUT_1_ELEMENTS * sizeof(float), "float32");
  if (tflq_special_init() != 0 || tflq_special_input(2) != nullptr || tflq_special_output(-1) != nullptr) return 1;
  int8_t *left = static_cast<int8_t *>(tflq_special_input(0));
  float *right = static_cast<float *>(tflq_special_input(1));
  for (int i = 0; i < TFLQ_SPECIAL_INPUT_0_ELEMENTS; i++) left[i] = TFLQ_SPECIAL_INPUT_0_ZERO_POINT;
  for (int i = 0; i < shape[1] * shape[2]; i++) right[i] = 0.0f;
  if (tflq_special_invoke() != 0) return 2;
  const int8_t *sum = static_cast<const int8_t *>(tflq_special_output(0));
  // 0 + 0.5 * 127 at offset 4, and what RELU leaves of 0 + 0.5 * -128 at offset 0.
  std::printf("%d %d %.2f %u", sum[0], sum[4], TFLQ_SPECIAL_OUTPUT_0_SCALE, tflq_special_ram_bytes());
  return 0;
}
`,
    );
    execFileSync(C, [...STRICT, '-Itflq', '-c', '-o', 'special.o', 'tflq/special.c'], { cwd });
    const cpp = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-Itflq', '-o', 'app', 'app.cc', 'special.o'];
    execFileSync(CPP, cpp, { cwd });
    // 63.5 / 0.75 - 100 = -15.3, and -100 is zero.
    expect(execFileSync(join(cwd, 'app'), { encoding: 'utf8' })).toBe('-100 -15 0.75 68');
  });
});
