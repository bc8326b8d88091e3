/**
 * What `npm test` and `npm run demo` need on a fresh machine: npm packages, Debian packages, the build. Uses
 * nothing but Node.js itself, for nothing else is there yet.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Programs, and the Debian package that brings each. */
const PACKAGES = {
  cc: 'gcc',
  'c++': 'g++',
  make: 'make',
  'arm-none-eabi-gcc': 'gcc-arm-none-eabi',
  'qemu-system-arm': 'qemu-system-arm',
  'riscv64-unknown-elf-gcc': 'gcc-riscv64-unknown-elf',
  'qemu-system-riscv32': 'qemu-system-misc',
  clang: 'clang',
  'wasm-ld': 'lld',
  cmake: 'cmake',
  ninja: 'ninja-build',
  python3: 'python3',
};

/** C libraries: their files, since no program tells. */
const LIBRARIES = {
  '/usr/lib/arm-none-eabi/newlib': 'libnewlib-arm-none-eabi',
  '/usr/lib/picolibc/riscv64-unknown-elf': 'picolibc-riscv64-unknown-elf',
};

/** No build takes longer. */
const BUILD_LIMIT_MS = 180_000;

/** What `npm run demo` uses; the other programs are for tests. */
export const DEMO_PROGRAMS = ['cc', 'make', 'arm-none-eabi-gcc', 'qemu-system-arm'];

/** Prints a step's name. */
export function say(text) {
  process.stdout.write(`\n== ${text}\n`);
}

/** Runs a program in the repository, its output shown. Returns its exit code. */
export function run(program, args, options = {}) {
  const { status, signal, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error) process.stderr.write(`${program}: ${error.message}\n`);
  if (signal === 'SIGINT') process.exit(130);
  return status ?? 1;
}

/** True where a shell would find the program. */
export function hasProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** `npm ci`, where the packages are absent or older than the lock file. */
export function ensureNpmPackages() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say('npm packages');
  const code = run('npm', ['ci', '--no-audit', '--no-fund']);
  if (code !== 0) process.exit(code);
}

/** The prefix for a command that needs root; undefined where there is no way to be root without asking. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

/** The Debian packages of these programs that are absent. */
function missingPackages(programs) {
  const missing = programs.filter((name) => !hasProgram(name)).map((name) => PACKAGES[name]);
  for (const [path, name] of Object.entries(LIBRARIES)) {
    const compiler = name.includes('riscv64') ? 'riscv64-unknown-elf-gcc' : 'arm-none-eabi-gcc';
    if (programs.includes(compiler) && !existsSync(path)) missing.push(name);
  }
  return [...new Set(missing)];
}

/**
 * Installs what is missing where that can be done without asking anybody; says what is missing where it cannot.
 *
 * @param programs keys of PACKAGES; all unless given
 */
export function ensureDebianPackages(programs = Object.keys(PACKAGES)) {
  const missing = missingPackages(programs);
  if (missing.length === 0) return;
  const root = asRoot();
  const hint = `sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (!hasProgram('apt-get') || root === undefined) {
    say(`not installed, and it takes root: ${hint}`);
    return;
  }
  say(`Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => {
    const [program, ...rest] = [...root, 'apt-get', '-qq', ...args];
    return run(program, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  apt('update');
  if (apt('install', '--yes', '--no-install-recommends', ...missing) !== 0) {
    say(`they could not be installed; by hand: ${hint}`);
  }
}

/** When the newest file below a folder was changed. */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** True where dist/ is there and no older than its source. */
function isBuilt() {
  const built = join(ROOT, 'oclif.manifest.json');
  if (!existsSync(built) || !existsSync(join(ROOT, 'dist'))) return false;
  const sources = ['src', 'scripts/build.mjs', 'package.json'].map((path) => newest(join(ROOT, path)));
  return statSync(built).mtimeMs >= Math.max(...sources);
}

/** Waits; nothing else runs in this process. */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Builds dist/ where it is absent or older than its source; one process at a time. */
export function ensureBuild() {
  const lock = join(ROOT, 'build', 'dist.lock');
  mkdirSync(dirname(lock), { recursive: true });
  while (!isBuilt()) {
    try {
      mkdirSync(lock);
    } catch {
      // Another process builds. A lock that is older than any build was left by one that was killed.
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > BUILD_LIMIT_MS) rmSync(lock, { recursive: true, force: true });
      sleep(200);
      continue;
    }
    try {
      say('building dist/');
      if (run(process.execPath, ['scripts/build.mjs']) !== 0) throw new Error('the build failed');
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}
