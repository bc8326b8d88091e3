/**
 * Networks, as `gen` emits them with the runtime tflm, in one program for this machine that carries its own inputs and
 * expected outputs. TFLM is compiled with the kernels of all operators.
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findBoard } from '../../../src/boards/index.ts';
import { renderProject } from '../../../src/emit/index.ts';
import { readTflite } from '../../../src/formats/tflite/index.ts';
import { allOps } from '../../../src/ops/index.ts';
import type { Vector } from '../../support/vectors.ts';

const execute = promisify(execFile);

/**
 * What TFLM's sources include time and again: compiled once, they take a quarter of the time. No header of one kernel is
 * among them, since kernels have constants of the same names.
 */
const HEADERS = [
  'cstdint',
  'cstring',
  'new',
  'tensorflow/lite/c/builtin_op_data.h',
  'tensorflow/lite/kernels/internal/common.h',
  'tensorflow/lite/kernels/internal/quantization_util.h',
  'tensorflow/lite/kernels/internal/tensor_ctypes.h',
  'tensorflow/lite/micro/kernels/kernel_util.h',
  'tensorflow/lite/micro/micro_interpreter.h',
  'tensorflow/lite/micro/micro_log.h',
  'tensorflow/lite/micro/micro_profiler_interface.h',
  'tensorflow/lite/micro/micro_resource_variable.h',
  'tensorflow/lite/micro/micro_utils.h',
  'tensorflow/lite/schema/schema_generated.h',
];

/** The project's Makefile, and how the headers are compiled. */
const PROGRAM_MK = `include Makefile
tflq/headers.h.gch: tflq/headers.h Makefile
	$(CXX) -std=c++17 -fno-exceptions -fno-rtti -fno-threadsafe-statics -w -DNDEBUG $(COMMON_FLAGS) $(TFLM_FLAGS) \\
		-x c++-header -o $@ $<
`;

/** Networks in one source file. */
const BATCH = 40;

const bytesText = (bytes: Uint8Array): string => `{${[...bytes].join(',') || '0'}}`;

/** The check of one network, which gives what is wrong with it. */
function checkText(vector: Vector, name: string): string {
  const data = vector.inputs.flatMap((sample, s) => [
    ...sample.map((bytes, i) => `const uint8_t x${s}_${i}[] = ${bytesText(bytes)};`),
    ...vector.outputs[s]!.map((bytes, o) => `const uint8_t y${s}_${o}[] = ${bytesText(bytes)};`),
  ]);
  const steps = vector.inputs.flatMap((sample, s) => [
    ...(vector.sequence ? [] : [`  if (tflq_${name}_reset() != 0) return "reset";`]),
    ...sample.map((bytes, i) => `  std::memcpy(tflq_${name}_input(${i}), x${s}_${i}, ${bytes.length});`),
    `  if (tflq_${name}_invoke() != 0) return "invoke";`,
    ...vector.outputs[s]!.map(
      (bytes, o) =>
        `  if (std::memcmp(tflq_${name}_output(${o}), y${s}_${o}, ${bytes.length}) != 0) return "output ${o} of sample ${s}";`,
    ),
  ]);
  return [
    ...data,
    'const char *check() {',
    `  if (tflq_${name}_init() != 0) return "init";`,
    ...steps,
    '  return "";',
    '}',
  ].join('\n');
}

/** Networks in one source file, each in a namespace of its own. */
function batchText(vectors: readonly Vector[], first: number): string {
  const networks = vectors.map((vector, k) => {
    const name = `n${first + k}`;
    const sources = [`#include "../networks/${name}.cc"`, `#include "../networks/${name}_model.cc"`];
    return [`namespace in_${name} {`, ...sources, checkText(vector, name), '}', ''].join('\n');
  });
  const calls = vectors.map((_vector, k) => `  report(${first + k}, in_n${first + k}::check);`);
  return [
    '#include "headers.h"',
    '#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"',
    'void report(int number, const char *(*check)());',
    `void run_${first}();`,
    ...networks,
    `void run_${first}() {`,
    ...calls,
    '}',
    '',
  ].join('\n');
}

function mainText(batches: readonly number[]): string {
  return [
    '#include <cstdio>',
    'void report(int number, const char *(*check)());',
    ...batches.map((first) => `void run_${first}();`),
    'void report(int number, const char *(*check)()) {',
    '  std::printf("%d ", number);',
    '  std::fflush(stdout);',
    '  std::printf("%s\\n", check());',
    '}',
    'int main() {',
    ...batches.map((first) => `  run_${first}();`),
    '  std::puts("done");',
    '}',
    '',
  ].join('\n');
}

/** The program's files. */
async function programFiles(vectors: readonly Vector[]): Promise<Map<string, string | Uint8Array>> {
  const board = await findBoard('host');
  const files = new Map<string, string | Uint8Array>();
  for (const [k, { name, model }] of vectors.entries()) {
    const project = await renderProject({
      ...{ graph: readTflite(model, name), model, name: `n${k}`, board, runtime: 'tflm' },
    });
    for (const [path, bytes] of project.files) {
      if (/^tflq\/n\d+/.test(path)) files.set(path.replace('tflq', 'networks'), bytes);
      if (k === 0 && /^(Makefile|tflq\/tflm\.mk)$/.test(path)) files.set(path, bytes);
    }
  }
  const batches: number[] = [];
  for (let first = 0; first < vectors.length; first += BATCH) {
    batches.push(first);
    files.set(`src/batch_${first}.cc`, batchText(vectors.slice(first, first + BATCH), first));
  }
  files.set('main.cc', mainText(batches));
  files.set('tflq/headers.h', HEADERS.map((header) => `#include <${header}>\n`).join(''));
  files.set('program.mk', PROGRAM_MK);
  return files;
}

/**
 * Builds the program and runs it.
 *
 * @param tflmDir a checkout of TFLM
 * @param dir a folder for the program
 * @returns for each network that TFLM refuses, or that gives other bytes, what is wrong
 */
export async function wrongInTflm(
  vectors: readonly Vector[],
  tflmDir: string,
  dir: string,
): Promise<string[]> {
  for (const [path, content] of await programFiles(vectors)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  const operators = allOps().map(({ type, tflmRegister }) => tflmRegister ?? type);
  const make = async (target: string, ...more: string[]): Promise<void> => {
    const variables = [
      'CFLAGS=-O0',
      'WARNINGS=-w',
      `TFLM_DIR=${tflmDir}`,
      `TFLM_OPERATORS=${operators.join(' ')}`,
    ];
    const args = ['-f', 'program.mk', `-j${availableParallelism()}`, ...variables, ...more, target];
    await execute('make', args, { cwd: dir, maxBuffer: 2 ** 26 });
  };
  await make('tflq/headers.h.gch');
  await make('build/firmware.elf', 'CXX=c++ -include headers.h');
  const { stdout } = await execute(join(dir, 'build/firmware.elf'), { maxBuffer: 2 ** 24 }).catch(
    (error: { stdout: string }) => error,
  );
  if (!stdout.endsWith('done\n')) throw new Error(`the program ended after: ${stdout.slice(-200)}`);
  const lines = [...stdout.matchAll(/^(\d+) (.+)$/gm)];
  return lines.map(([, k, what]) => `${vectors[Number(k)]!.name}: ${what}`);
}
