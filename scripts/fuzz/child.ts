/**
 * Reads damaged files, one after the other, in a process of its own: `child.ts FORMAT SEED COUNT FIRST`. Says to its
 * parent when it begins with a file and how that ended.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadModel } from '../../src/cli/load-model.ts';
import { TflqError } from '../../src/common/errors.ts';
import { loadArrays, openSamples } from '../../src/data/index.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { Mutator } from './mutate.ts';
import { dataSeeds, modelSeeds, type Seed } from './seeds.ts';

/** What the child says. */
export type Report =
  | { readonly begin: number }
  | {
      readonly end: number;
      readonly outcome: 'accepted' | 'refused' | 'bug';
      readonly text: string;
      readonly rss: number;
    };

const [format, seedText, countText, firstText] = process.argv.slice(2);
const models = modelSeeds().filter((seed) => seed.format === format);
const data = dataSeeds().filter((seed) => seed.format === format);
const seeds = [...models, ...data];

/** Writes a seed with one of its files damaged. */
function place(seed: Seed, mutator: Mutator, folder: string): string {
  const victim = mutator.pick([...seed.files.keys()]);
  for (const [name, bytes] of seed.files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name === victim ? mutator.mutate(bytes) : bytes);
  }
  return join(folder, seed.main);
}

/** A network that takes a row of 100 numbers: what a sound is opened for. */
const ROW: Graph = {
  name: 'row',
  tensors: [{ name: 'row', shape: [1, 100], dtype: 'float32' }],
  ops: [],
  inputs: [0],
  outputs: [0],
};

/** A network that takes an image of 8 by 8 pixels. */
const IMAGE: Graph = { ...ROW, tensors: [{ name: 'image', shape: [1, 8, 8, 3], dtype: 'float32' }] };

/** Reads data; files that are one sample each are decoded. */
async function readData(path: string): Promise<void> {
  if (/\.(npy|npz|csv)$/.test(path)) return void (await loadArrays(path));
  const settings = { audio: { resample: true } };
  const { samples } = await openSamples(path, path.endsWith('.wav') ? ROW : IMAGE, { settings });
  await samples.sample(0);
}

async function attempt(
  path: string,
  isModel: boolean,
): Promise<{ outcome: 'accepted' | 'refused' | 'bug'; text: string }> {
  try {
    await (isModel ? loadModel(path) : readData(path));
    return { outcome: 'accepted', text: '' };
  } catch (error) {
    if (error instanceof TflqError) return { outcome: 'refused', text: error.message };
    return { outcome: 'bug', text: String((error as Error).stack ?? error) };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tflq-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

// Loads the reader's libraries before the clock runs.
for (const seed of seeds) await attempt(place(seed, new Mutator(0), folder), models.includes(seed));

const first = Number(firstText);
for (let k = first; k < first + Number(countText); k++) {
  const mutator = new Mutator(Number(seedText) * 1_000_003 + k);
  const seed = mutator.pick(seeds);
  const path = place(seed, mutator, folder);
  process.send!({ begin: k } satisfies Report);
  const result = await attempt(path, models.includes(seed));
  process.send!({ end: k, ...result, rss: process.memoryUsage().rss } satisfies Report);
}
process.disconnect?.();
