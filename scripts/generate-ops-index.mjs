/**
 * Writes src/ops/all.generated.ts, the list of the operators' files, so that adding an operator is adding a
 * file. With --check it writes nothing and fails when the list is stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/ops/', import.meta.url);
const target = fileURLToPath(new URL('all.generated.ts', folder));

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts' && !file.endsWith('.generated.ts'))
  .map((file) => file.slice(0, -3))
  .sort();
const variable = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const text = [
  '/** Written by scripts/generate-ops-index.mjs: every operator in this folder. */',
  ...names.map((name) => `import ${variable(name)} from './${name}.ts';`),
  "import type { AnyOpDef } from './support/op-def.ts';",
  '',
  'export const ALL_OPS: readonly AnyOpDef[] = [',
  ...names.map((name) => `  ${variable(name)},`),
  '];',
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write('src/ops/all.generated.ts is stale: run node scripts/generate-ops-index.mjs\n');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
