/**
 * Builds what is published: dist/ (the program, the library and its types, tfjs bundled in) and
 * oclif.manifest.json, which lets the program start without importing every command.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

/** Packages whose code ends up in the bundle; what they are licensed under goes along. */
const BUNDLED = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm', 'seedrandom', 'long'];

function packageFolder(name) {
  return join(ROOT, 'node_modules', name);
}

/** The program and the library. */
async function bundle() {
  const commands = readdirSync(join(ROOT, 'src/commands')).map((file) => file.slice(0, -3));
  const shared = {
    cwd: ROOT,
    config: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    fixedExtension: false,
    logLevel: 'warn',
    outDir: DIST,
    clean: false,
    hash: false,
    // tfjs's WebAssembly loader is written for CommonJS: it asks for __dirname.
    shims: true,
  };
  await build({
    ...shared,
    entry: {
      index: 'src/index.ts',
      cli: 'src/cli/run.ts',
      ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `src/commands/${name}.ts`])),
    },
    dts: false,
    // The ES modules of tfjs, of which the bundler keeps what is used.
    inputOptions: { resolve: { mainFields: ['module', 'main'] }, checks: { pluginTimings: false } },
    outputOptions: { chunkFileNames: 'chunks/[name].js' },
  });
  await build({
    ...shared,
    entry: { index: 'src/index.ts' },
    dts: { emitDtsOnly: true },
    inputOptions: { checks: { pluginTimings: false } },
  });
}

/** The tensor library's own WebAssembly, which its code loads as a file. */
function copyWasm() {
  const from = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
  const to = join(DIST, 'tfjs-wasm');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (/^tfjs-backend-wasm(-simd)?\.wasm$/.test(name)) copyFileSync(join(from, name), join(to, name));
  }
}

/** Licences of the bundled packages. */
function writeNotices() {
  const notices = BUNDLED.map((name) => {
    const folder = packageFolder(name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
    return `${name} ${version}, ${license}${text}`;
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), `${notices.join(rule)}\n`);
}

function writeManifest() {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/oclif/bin/run.js'), 'manifest'], {
    cwd: ROOT,
    env: { ...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('oclif manifest failed');
}

rmSync(DIST, { recursive: true, force: true });
rmSync(join(ROOT, 'oclif.manifest.json'), { force: true });
await bundle();
copyWasm();
writeNotices();
writeManifest();
