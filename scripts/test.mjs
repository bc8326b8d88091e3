/**
 * `npm test`: sets everything up, runs every check and every test, and ends with a line of counts. Exits
 * non-zero where anything failed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild, ensureDebianPackages, ensureNpmPackages, run, say } from './setup.mjs';

const bin = (path) => [process.execPath, [`node_modules/${path}`]];

/** Name, program, arguments. */
const GATES = [
  ['list of operators', process.execPath, ['scripts/generate-ops-index.mjs', '--check']],
  ['biome', ...bin('@biomejs/biome/bin/biome'), ['check', '.']],
  ['tsc', ...bin('typescript/bin/tsc'), ['--noEmit']],
  [
    'dependency-cruiser',
    ...bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    ['--config', '.dependency-cruiser.cjs', 'src'],
  ],
  ['knip', ...bin('knip/bin/knip.js'), []],
].map(([name, program, args, more = []]) => [name, program, [...args, ...more]]);

/** Runs a check; returns whether it passed. */
function gate([name, program, args]) {
  say(name);
  return run(program, args) === 0;
}

/** Runs vitest; returns its counts. */
function tests(filters) {
  say('vitest');
  const folder = mkdtempSync(join(tmpdir(), 'tflq-test-'));
  const report = join(folder, 'report.json');
  try {
    const [program, args] = bin('vitest/vitest.mjs');
    const code = run(program, [
      ...args,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ]);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const cases = testResults.flatMap(({ name, status, message, assertionResults }) =>
      // A file that could not even be loaded holds no cases, and has failed all the same.
      assertionResults.length === 0 && status === 'failed'
        ? [{ status: 'failed', fullName: `${name}: ${message}` }]
        : assertionResults,
    );
    return { code, cases };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

ensureNpmPackages();
ensureDebianPackages();
ensureBuild();

const filters = process.argv.slice(2);
const gates = filters.length > 0 ? [] : GATES.map((check) => [check[0], gate(check)]);
const { code, cases } = tests(filters);

const failed = [
  ...gates.filter(([, passed]) => !passed).map(([name]) => name),
  ...cases.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
];
const passed =
  gates.length +
  cases.filter(({ status }) => status === 'passed').length -
  gates.filter(([, ok]) => !ok).length;
const skipped = cases.filter(({ status }) => status !== 'failed' && status !== 'passed');
if (code !== 0 && failed.length === 0) failed.push('vitest itself');

if (skipped.length > 0) say(`skipped:\n${skipped.map(({ fullName }) => `   ${fullName}`).join('\n')}`);
if (failed.length > 0) say(`failed:\n${failed.map((name) => `   ${name}`).join('\n')}`);
process.stdout.write(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
