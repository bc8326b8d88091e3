/**
 * Networks, as `gen` emits them, in one firmware that carries its own inputs and expected outputs. It says on the line
 * which networks gave other bytes, and `done` at the end.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Board } from '../../../src/boards/schema.ts';
import { renderProject } from '../../../src/emit/index.ts';
import { readTflite } from '../../../src/formats/tflite/index.ts';
import type { Vector } from '../../support/vectors.ts';

/** A board that has said nothing new for so long hangs. */
const SILENCE_MS = 60_000;

const bytesText = (bytes: Uint8Array): string => `{${[...bytes].join(',') || '0'}}`;

/** The check of one network: its inputs, TFLM's outputs, and the comparison. */
function checkText(vector: Vector, name: string): string {
  const data = vector.inputs.flatMap((sample, s) => [
    ...sample.map((bytes, i) => `static const uint8_t ${name}_x${s}_${i}[] = ${bytesText(bytes)};`),
    ...vector.outputs[s]!.map(
      (bytes, o) => `static const uint8_t ${name}_y${s}_${o}[] = ${bytesText(bytes)};`,
    ),
  ]);
  const steps = vector.inputs.flatMap((sample, s) => [
    // Samples stand each for itself, but where they are said to follow one another.
    ...(vector.sequence ? [] : [`  if (tflq_${name}_reset() != 0) return 0;`]),
    ...sample.map((bytes, i) => `  copy(tflq_${name}_input(${i}), ${name}_x${s}_${i}, ${bytes.length});`),
    `  if (tflq_${name}_invoke() != 0) return 0;`,
    ...vector.outputs[s]!.map(
      (bytes, o) => `  if (!same(tflq_${name}_output(${o}), ${name}_y${s}_${o}, ${bytes.length})) return 0;`,
    ),
  ]);
  return [
    `#include "${name}.h"`,
    ...data,
    `static int check_${name}(void) {`,
    `  if (tflq_${name}_init() != 0) return 0;`,
    ...steps,
    '  return 1;',
    '}',
    '',
  ].join('\n');
}

const HEAD = `#include <stddef.h>
#include <stdint.h>
#include "tflq_port.h"
static void say(const char *text) {
  while (*text != 0) tflq_port_putc((uint8_t)*text++);
}
static void copy(void *to, const uint8_t *from, int count) {
  for (int i = 0; i < count; i++) ((uint8_t *)to)[i] = from[i];
}
static int same(const void *given, const uint8_t *expected, int count) {
  for (int i = 0; i < count; i++) {
    if (((const uint8_t *)given)[i] != expected[i]) return 0;
  }
  return 1;
}
`;

function mainText(count: number): string {
  const checks = Array.from({ length: count }, (_, k) => `int run_n${k}(void);`);
  const calls = Array.from({ length: count }, (_, k) => `  if (!run_n${k}()) say("wrong ${k}\\n");`);
  return [
    HEAD.split('static void copy')[0]!,
    ...checks,
    'int main(void) {',
    '  tflq_port_init();',
    ...calls,
    '  say("done\\n");',
    '  tflq_port_flush();',
    '  for (;;) {',
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Writes and builds the firmware; gives its image. */
async function build(
  vectors: readonly Vector[],
  board: Board,
  dir: string,
  optimization: string,
): Promise<string> {
  const files = new Map<string, string | Uint8Array>();
  for (const [k, vector] of vectors.entries()) {
    const [graph, name] = [readTflite(vector.model, vector.name), `n${k}`];
    const project = await renderProject({
      ...{ graph, model: vector.model, name, board, runtime: 'c' },
      // One project brings start-up code and Makefile; of the others, their networks are taken.
      libOnly: k > 0,
    });
    for (const [path, bytes] of project.files) {
      if (k === 0 || /^tflq\/(n\d+\.[ch]|kernels\/.*)$/.test(path)) files.set(path, bytes);
    }
    const use = `int run_${name}(void);\nint run_${name}(void) { return check_${name}(); }\n`;
    files.set(
      `src/check_${name}.c`,
      HEAD.replace(/static void say[^}]*}\n/, '') + checkText(vector, name) + use,
    );
  }
  for (const path of files.keys()) {
    if (path.startsWith('tflq/harness/') && !path.endsWith('.h')) files.delete(path);
  }
  files.delete('tflq/tflq_harness_model.c');
  files.set('main.c', mainText(vectors.length));
  for (const [path, content] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  await promisify(execFile)('make', [`-j${availableParallelism()}`, `CFLAGS=${optimization}`], {
    cwd: dir,
    maxBuffer: 2 ** 26,
  });
  return join(dir, 'build', 'firmware.elf');
}

/** What a running emulator says, up to `done`. */
function listen(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let alarm: NodeJS.Timeout;
    const wait = (): void => {
      clearTimeout(alarm);
      alarm = setTimeout(() => reject(new Error(`the board hangs after: ${said}`)), SILENCE_MS);
    };
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.endsWith('done\n')) return wait();
      clearTimeout(alarm);
      resolve(said);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the emulator ended after: ${said}`)));
    wait();
  });
}

/**
 * Runs networks on an emulated board.
 *
 * @param dir a folder for the firmware
 * @param optimization the compiler's level
 * @returns the names of the networks that gave other bytes than TFLM
 */
export async function wrongOnBoard(
  vectors: readonly Vector[],
  board: Board,
  dir: string,
  optimization = '-O2',
): Promise<string[]> {
  const image = await build(vectors, board, dir, optimization);
  const { program, args } = board.emulator!;
  const filled = args.map((arg) => arg.replace('{serial}', 'stdio').replace('{image}', image));
  const child = spawn(program, filled, { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const said = await listen(child);
    return [...said.matchAll(/wrong (\d+)/g)].map(([, k]) => vectors[Number(k)]!.name);
  } finally {
    child.removeAllListeners();
    child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  }
}
