/**
 * Runs an example's train.ts: `node scripts/train-example.mjs digits`. It is bundled first, since Node.js cannot load
 * the ES modules of tfjs-core, which the registration of gradients needs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const name = process.argv[2] ?? 'digits';
const outDir = mkdtempSync(join(tmpdir(), 'tflq-train-'));
try {
  await build({
    cwd: ROOT,
    config: false,
    entry: { train: `examples/${name}/train.ts` },
    platform: 'node',
    format: 'esm',
    logLevel: 'warn',
    outDir,
    dts: false,
    inputOptions: { resolve: { mainFields: ['module', 'main'] } },
    deps: { alwaysBundle: /./ },
  });
  const { train } = await import(join(outDir, 'train.mjs'));
  await train(join(ROOT, 'examples', name));
} finally {
  rmSync(outDir, { recursive: true });
}
