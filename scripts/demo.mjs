/**
 * `npm run demo`: the main job on a real network, from a fresh clone. The digits example is quantized, emitted as C,
 * built, flashed and validated on an emulated Cortex-M4; on this machine itself where that cannot be.
 */
import { join } from 'node:path';
import {
  DEMO_PROGRAMS,
  ensureBuild,
  ensureDebianPackages,
  ensureNpmPackages,
  hasProgram,
  ROOT,
  run,
  say,
} from './setup.mjs';

const DIGITS = 'examples/digits';
const MODEL = `${DIGITS}/digits_float32.tflite`;
const CALIBRATE = `${DIGITS}/digits_representative.npy`;
const TEST = ['--data', `${DIGITS}/digits_x.npy`, '--labels', `${DIGITS}/digits_y.npy`];

/** Runs the program, having shown the command line. */
function tflqMicro(...args) {
  process.stdout.write(`\n$ tflq-micro ${args.join(' ')}\n`);
  const code = run(process.execPath, [join(ROOT, 'bin/run.js'), ...args]);
  if (code !== 0) process.exit(code);
}

ensureNpmPackages();
ensureDebianPackages(DEMO_PROGRAMS);
ensureBuild();

const absent = DEMO_PROGRAMS.filter((name) => !hasProgram(name));
const board = absent.length === 0 ? 'mps2-an386' : 'host';
const project = `build/demo/digits-${board}`;
const gen = [
  'gen',
  MODEL,
  '--board',
  board,
  '--data',
  CALIBRATE,
  '--name',
  'digits',
  '-o',
  project,
  '--force',
];

say(`the digits example on the board ${board}`);
tflqMicro('inspect', MODEL);
tflqMicro(...gen);
if (['cc', 'make'].some((name) => board === 'host' && absent.includes(name))) {
  say(`left out, for want of ${absent.join(', ')}: building, and everything on a board`);
} else {
  tflqMicro('build', project);
  tflqMicro('flash', project);
  tflqMicro('validate', project, ...TEST, '--min-accuracy', '0.9', '--min-agreement', '1');
  if (board === 'host') {
    say(
      `left out, for want of ${absent.join(', ')}: the emulated board. The figures are this machine's own.`,
    );
  }
}
