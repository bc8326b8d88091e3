/**
 * `npm run bench`: how fast the tool is, on this machine. Times are of whole processes, or of one inference on the host;
 * each is the median of several. With ../shared beside the repository, real networks are measured too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild, ensureNpmPackages, ROOT } from './setup.mjs';

const REPETITIONS = 7;
const SHARED = join(ROOT, '..', 'shared');
const DIGITS = join(ROOT, 'examples', 'digits');

/** The middle one of some numbers. */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Prints one figure. */
function report(what, milliseconds) {
  console.log(`${what.padEnd(56)} ${milliseconds.toFixed(milliseconds < 10 ? 3 : 0).padStart(9)} ms`);
}

/** The time of a whole process, in ms. */
function timeProcess(args, cwd) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/run.js'), ...args], { cwd });
  if (status !== 0) throw new Error(String(stderr));
  return performance.now() - began;
}

/** The program: starting, quantizing, making a project. */
function benchProgram(cwd) {
  const [model, data] = existsSync(SHARED)
    ? [join(SHARED, 'models/kws_float32.tflite'), join(SHARED, 'data/kws_x.npy')]
    : [join(DIGITS, 'digits_float32.tflite'), join(DIGITS, 'digits_representative.npy')];
  const what = existsSync(SHARED) ? 'KWS' : 'digits';
  const commands = {
    'tflq-micro --version': ['--version'],
    [`quantize, ${what}, 100 samples`]: ['quantize', model, '--data', data, '-o', 'out.tflite'],
    [`gen, ${what} from float, 100 samples`]: ['gen', model, '--data', data, '-b', 'host', '-o', 'out'],
  };
  for (const [name, args] of Object.entries(commands)) {
    report(name, median(Array.from({ length: REPETITIONS }, () => timeProcess(args, cwd))));
  }
}

/** One inference by the integer kernels on the host. */
async function benchInference(name, path) {
  const { loadIntegerNetwork, readModel } = await import('../dist/index.js');
  const graph = await readModel(readFileSync(path), path);
  const network = await loadIntegerNetwork(graph);
  const inputs = graph.inputs.map((index) => {
    const size = graph.tensors[index].shape.reduce((product, dim) => product * dim, 1);
    return Int8Array.from({ length: size }, (_, i) => ((i * 37) % 256) - 128);
  });
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now();
    network.run(inputs);
    return performance.now() - began;
  });
  report(`one inference on the host, ${name}`, median(times));
}

ensureNpmPackages();
ensureBuild();
const folder = mkdtempSync(join(tmpdir(), 'tflq-bench-'));
try {
  benchProgram(folder);
} finally {
  rmSync(folder, { recursive: true });
}
if (existsSync(SHARED)) {
  for (const name of ['kws', 'resnet8', 'ad', 'micro_speech', 'hello_world']) {
    await benchInference(name, join(SHARED, 'models', `${name}_int8.tflite`));
  }
}
// The simulator of the tests is TypeScript.
spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/bench/flash-esp.ts')], {
  cwd: ROOT,
  stdio: 'inherit',
});
