/**
 * Starts tfjs-core on its WebAssembly backend. Everything is imported when it is first needed, so that a command
 * which runs no network loads no tensor library.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { resourcePath } from '../common/resources.ts';
import type { TF } from '../ops/index.ts';

/** Emscripten's handlers for these rethrow, which would print the library's source above a user's error. */
const HIJACKED = ['uncaughtException', 'unhandledRejection'] as const;

let loading: Promise<TF> | undefined;

/**
 * The folder of the backend's .wasm files, with a separator at its end: beside the bundle where there is one, in
 * the backend's own package otherwise.
 */
function wasmFolder(): string {
  const bundled = resourcePath('dist', 'tfjs-wasm');
  if (existsSync(bundled)) return bundled + sep;
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return join(dirname(main), sep);
}

async function start(): Promise<TF> {
  const [tf, { setWasmPaths }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  setWasmPaths(wasmFolder());
  const before = HIJACKED.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  const started = await tf.setBackend('wasm');
  HIJACKED.forEach((event, i) => {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[i]!.has(listener)) process.removeListener(event, listener);
    }
  });
  if (!started) throw new Error('the WebAssembly backend of tfjs did not start');
  return tf;
}

/** tfjs-core, with the WebAssembly backend running; started once. */
export function loadBackend(): Promise<TF> {
  loading ??= start();
  return loading;
}
