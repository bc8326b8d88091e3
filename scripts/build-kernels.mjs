/**
 * Compiles templates/kernels/*.h to templates/kernels/host.wasm, on which src/integer runs networks. Needs clang with
 * its WebAssembly target, and lld.
 *
 *     node scripts/build-kernels.mjs            builds
 *     node scripts/build-kernels.mjs --check    builds anew, writes nothing, and compares with the committed file
 *
 * Exit codes: 0 built, or equal; 1 stale, or the build failed; 3 this clang is another one than built the committed
 * file, so that its bytes say nothing; 4 clang or lld is missing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXIT = { stale: 1, otherCompiler: 3, noCompiler: 4 };

const folder = fileURLToPath(new URL('../templates/kernels', import.meta.url));
const target = join(folder, 'host.wasm');

const COMPILE = [
  '--target=wasm32',
  '-std=c99',
  // Kernels are loops over bytes: -O3 turns the inner ones into 128-bit SIMD, which every supported Node has. Vectors
  // are to be filled by the narrowest type, or four bytes would take a vector of int32: networks run 1.3 times faster.
  '-O3',
  '-msimd128',
  '-mllvm',
  '-vectorizer-maximize-bandwidth',
  // The compiler recognizes copying and filling loops, and calls no libc for them.
  '-mbulk-memory',
  '-ffreestanding',
  '-fbuiltin',
  '-Wall',
  '-Wextra',
  '-Werror',
  // The temporary folder stays out of the output.
  '-fdebug-compilation-dir=.',
];

const LINK = [
  '-nostdlib',
  '-Wl,--no-entry',
  // Buffers of a kernel's own are arguments, so the stack is small; below the data, its overflow traps.
  '-Wl,--stack-first',
  '-Wl,-z,stack-size=16384',
  // Where the host may begin to lay out a network.
  '-Wl,--export=__heap_base',
];

/** A problem for whoever runs this script. */
class Failure extends Error {
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The kernels' names; headers called tflq_* hold what kernels share. */
function kernelNames() {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.h') && !file.startsWith('tflq_'))
    .map((file) => file.slice(0, -2))
    .sort();
}

/** One translation unit that includes all kernels and gives each an outside name. */
function translationUnit(names) {
  const exported = (name) =>
    `extern __typeof__(tflq_${name}) ${name} __attribute__((alias("tflq_${name}")));`;
  return [...names.map((name) => `#include "${name}.h"`), ...names.map(exported), ''].join('\n');
}

/** Runs clang in a folder; a Failure where it or the linker is missing, or rejects the source. */
function clang(args, cwd) {
  try {
    execFileSync('clang', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const said = error.code === 'ENOENT' ? 'clang is not installed' : String(error.stderr);
    const missing =
      error.code === 'ENOENT' ||
      /unable to execute command|wasm-ld.*not found|No available targets/.test(said);
    throw new Failure(
      missing ? EXIT.noCompiler : EXIT.stale,
      missing ? `${said.trim()}\nInstall clang and lld (Debian: apt-get install clang lld).` : said,
    );
  }
}

/** The module's bytes. */
function build() {
  const names = kernelNames();
  const temporary = mkdtempSync(join(tmpdir(), 'tflq-kernels-'));
  try {
    writeFileSync(join(temporary, 'kernels.c'), translationUnit(names));
    const exports = names.map((name) => `-Wl,--export=${name}`);
    clang([...COMPILE, '-I', folder, ...LINK, ...exports, '-o', 'host.wasm', 'kernels.c'], temporary);
    return readFileSync(join(temporary, 'host.wasm'));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** The compiler that made a module, as clang writes it into the section `producers`, e.g. `Debian clang 14.0.6`. */
function compilerOf(bytes) {
  const sections = WebAssembly.Module.customSections(new WebAssembly.Module(bytes), 'producers');
  const text = sections.map((section) => Buffer.from(section).toString('latin1')).join();
  // The section's strings have their lengths before them.
  return text
    .replace(/^.*processed-by/s, '')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
}

/** Compares with the committed module. */
function check() {
  const built = build();
  const committed = readFileSync(target);
  const [ours, theirs] = [compilerOf(built), compilerOf(committed)];
  if (built.equals(committed)) return;
  if (ours !== theirs) {
    throw new Failure(
      EXIT.otherCompiler,
      `host.wasm was built by ${theirs}; this is ${ours}, which cannot tell`,
    );
  }
  throw new Failure(
    EXIT.stale,
    'templates/kernels/host.wasm is not what its source gives: run node scripts/build-kernels.mjs',
  );
}

try {
  if (process.argv.includes('--check')) check();
  else writeFileSync(target, build());
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
}
