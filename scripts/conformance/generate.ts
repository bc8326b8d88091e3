/**
 * Makes test/conformance/vectors: builds networks of one operator each, runs them in TFLM, and writes down what they
 * gave. Needs a Python with the package tflite-micro:
 *
 *     PYTHON=path/to/python npx tsx scripts/conformance/generate.ts [OPERATOR...]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { encodeVectors, type Vector } from '../../test/support/vector-file.ts';
import { type Case, type Cases, sampleBytes } from './network.ts';
import { Random } from './random.ts';

/** What run_tflm.py says of one network. */
type Outcome = { outputs: string[][] } | { refused: NonNullable<Vector['refused']> };

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Runs networks in TFLM. */
function runTflm(models: readonly Uint8Array[], cases: readonly Case[]): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const [request, result] = [join(folder, 'request.json'), join(folder, 'result.json')];
    const entries = cases.map(({ graph, samples, sequence = false }, k) => ({
      model: base64(models[k]!),
      samples: samples.map((sample) => sampleBytes(sample).map(base64)),
      outputs: graph.outputs.length,
      sequence,
    }));
    writeFileSync(request, JSON.stringify(entries));
    execFileSync(process.env.PYTHON ?? 'python3', [here('run_tflm.py'), request, result], {
      stdio: 'ignore',
    });
    return JSON.parse(readFileSync(result, 'utf8')) as Outcome[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The vectors of one operator's cases. */
function vectorsOf(cases: readonly Case[]): Vector[] {
  const models = cases.map(({ graph }) => writeTflite(graph));
  const outcomes = runTflm(models, cases);
  return cases.map(({ name, samples, sequence }, k) => {
    const outcome = outcomes[k]!;
    const vector = {
      name,
      model: models[k]!,
      inputs: samples.map(sampleBytes),
      ...(sequence && { sequence }),
    };
    if ('refused' in outcome) return { ...vector, outputs: [], refused: outcome.refused };
    const outputs = outcome.outputs.map((sample) =>
      sample.map((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    );
    return { ...vector, outputs };
  });
}

const wanted = process.argv.slice(2);
for (const file of readdirSync(here('cases')).sort()) {
  const operator = file.replace(/\.ts$/, '').replaceAll('-', '_').toUpperCase();
  if (wanted.length > 0 && !wanted.includes(operator)) continue;
  const { default: cases } = (await import(here(`cases/${file}`))) as { default: Cases };
  const vectors = vectorsOf(cases(new Random(operator)));
  const bytes = encodeVectors(vectors);
  writeFileSync(here(`../../test/conformance/vectors/${operator.toLowerCase()}.bin.gz`), bytes);
  const refused = vectors.filter((vector) => vector.refused !== undefined);
  console.log(`${operator}: ${vectors.length} networks, ${bytes.length} bytes`);
  for (const { name, refused: where } of refused) console.log(`  refused (${where}): ${name}`);
}
