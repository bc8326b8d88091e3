import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/common/programs.ts';
import { resourcePath } from '../../src/common/resources.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import type { KernelCall } from '../../src/ops/support/kernel-call.ts';
import { loadVectors, vectorOperators } from '../support/vectors.ts';
import { kernelCalls, nativeProgram } from './support/native-program.ts';

const folder = resourcePath('templates', 'kernels');
const headers = readdirSync(folder).filter((file) => file.endsWith('.h'));
/** Without a guard against being included twice: pieces that kernels include after they have said of which type. */
const pieces = headers.filter((file) => !readFileSync(join(folder, file), 'utf8').includes('#ifndef TFLQ_'));
const whole = headers.filter((file) => !pieces.includes(file));
const temporary = mkdtempSync(join(tmpdir(), 'tflq-kernels-c-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const STRICT = ['-std=c99', '-O2', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];

/** Networks that TFLM runs, with what they are fed and what comes out. */
const vectors = vectorOperators()
  .flatMap((operator) => loadVectors(operator))
  .filter(({ refused }) => refused === undefined)
  .map((vector) => ({ ...vector, graph: readTflite(vector.model, vector.name) }));

const missing = async (program: string): Promise<string> =>
  (await findProgram(program)) === undefined ? ` (skipped: no ${program})` : '';
const missingGcc = await missing('gcc');
const missingClang = await missing('clang');

/** Compiles a file of the temporary folder and says what the compiler says. */
async function compile(
  compiler: string,
  args: readonly string[],
  file: string,
  text: string,
): Promise<string> {
  writeFileSync(join(temporary, file), text);
  const { stdout, stderr } = await promisify(execFile)(compiler, [...args, '-I', folder, file], {
    cwd: temporary,
  }).catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}

const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const probe = (): Promise<string> =>
  compile('gcc', [...SANITIZERS, '-o', 'probe'], 'probe.c', 'int main(void) { return 0; }\n');
const missingSanitizers = missingGcc || ((await probe()) === '' ? '' : ' (skipped: gcc has no sanitizers)');

/** A translation unit of one header, in which a kernel does not go unused. */
function unit(header: string): string {
  const name = header.slice(0, -2);
  const use = name.startsWith('tflq_')
    ? ''
    : `typedef void (*any)(void);\nany use(void);\nany use(void) { return (any)tflq_${name}; }\n`;
  return `#include "${header}"\ntypedef int no_empty_unit;\n${use}`;
}

describe.each([
  ['gcc', missingGcc],
  ['clang', missingClang],
])('%s%s', (compiler, skipped) => {
  it.skipIf(skipped !== '').each(whole)('compiles %s by itself without a warning', async (header) => {
    const file = `${compiler}-${header}.c`;
    expect(await compile(compiler, [...STRICT, '-c', '-o', `${file}.o`], file, unit(header))).toBe('');
  });
});

it.each(headers)('what %s has write a tensor says so at its end', (header) => {
  const text = readFileSync(join(folder, header), 'utf8').replace(/ *\\\n/g, '\n');
  const functions = [...text.matchAll(/^ *static [^;=]*?\(([^)]*)\) \{\n(.*?)\n *\}\n(?=\n|#)/gms)];
  for (const [whole, parameters, body] of functions) {
    if (!/\*(restrict )?(output|to|at|sums|state)\b/.test(parameters!) || !body!.includes('for (')) continue;
    // What only adds to sums leaves it to the inner loops that it calls.
    if (/_add\(/.test(whole) && !header.startsWith('tflq_')) continue;
    expect(whole).toMatch(/TFLQ_WRITTEN\(\);\n( *return \w+;\n)? *\}\n$/);
  }
});

/** Says to the compiler where the host puts a call's parameters. */
function layoutAssertions({ kernel, fields }: KernelCall): string {
  const type = `tflq_${kernel}_params`;
  const types = { int32: 'int32_t', float: 'float', table: 'const int32_t *' };
  return [
    `_Static_assert(sizeof(${type}) == ${4 * fields.length}, "${kernel} has ${fields.length} parameters");`,
    ...fields.flatMap(({ name, type: kind }, k) => [
      `_Static_assert(__builtin_offsetof(${type}, ${name}) == ${4 * k}, "${kernel}: ${name} is field ${k}");`,
      `_Static_assert(__builtin_types_compatible_p(__typeof__(((${type} *)0)->${name}), ${types[kind]}), "${kernel}: ${name} is ${kind}");`,
    ]),
  ].join('\n');
}

it.skipIf(missingClang !== '')(
  `parameters lie in the kernels' structs as the operators give them${missingClang}`,
  async () => {
    const calls = new Map(
      vectors.flatMap(({ graph }) => kernelCalls(graph)).map((call) => [call.kernel, call]),
    );
    const text = [
      ...[...calls.keys()].map((kernel) => `#include "${kernel}.h"`),
      ...[...calls.values()].map(layoutAssertions),
    ].join('\n');
    const args = ['--target=wasm32', '-ffreestanding', '-fsyntax-only', '-Wno-unused-function'];
    expect(await compile('clang', args, 'layout.c', text)).toBe('');
    const kernels = headers
      .filter((header) => !header.startsWith('tflq_'))
      .map((header) => header.slice(0, -2));
    expect([...calls.keys()].sort()).toEqual(kernels.sort());
  },
);

it.skipIf(missingSanitizers !== '')(
  `native kernels give TFLM's bytes, watched by sanitizers${missingSanitizers}`,
  async () => {
    const text = nativeProgram(
      vectors.map(({ graph, inputs, sequence = false }) => ({ graph, samples: inputs.length, sequence })),
    );
    const args = ['-std=c99', '-O0', ...SANITIZERS, '-o', 'native'];
    expect(await compile('gcc', args, 'native.c', text)).toBe('');
    const { stdout, stderr, status } = spawnSync(join(temporary, 'native'), {
      input: Buffer.concat(vectors.flatMap(({ inputs }) => inputs.flat())),
      maxBuffer: 2 ** 28,
    });
    expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
    let at = 0;
    for (const { name, outputs } of vectors) {
      const expected = Buffer.concat(outputs.flat());
      const given = stdout.subarray(at, at + expected.length);
      expect(given.equals(expected), name).toBe(true);
      at += expected.length;
    }
    expect(stdout.length).toBe(at);
  },
);
