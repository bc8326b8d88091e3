/** Damaged files of Keras are refused in words, soon; none ends the process. `npm run fuzz -- keras` tries far more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Mutator } from '../../../scripts/fuzz/mutate.ts';
import { TflqError } from '../../../src/common/errors.ts';
import { readModel } from '../../../src/formats/index.ts';
import { rejected } from '../../support/errors.ts';

const GOLDENS = fileURLToPath(new URL('../goldens/keras', import.meta.url));
const MUTATIONS = 40;

function golden(name: string): Uint8Array {
  const file = readdirSync(join(GOLDENS, name)).find((entry) => entry.startsWith('model.'))!;
  return new Uint8Array(readFileSync(join(GOLDENS, name, file)));
}

/** What reading comes to: '' for a graph, else the message. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    await readModel(bytes, 'model.keras');
    return '';
  } catch (error) {
    if (error instanceof TflqError && error.kind === 'model') return error.message;
    throw error;
  }
}

describe.each(readdirSync(GOLDENS))('%s', (name) => {
  it(`${MUTATIONS} times damaged`, async () => {
    const whole = golden(name);
    for (let k = 0; k < MUTATIONS; k++) {
      const damaged = new Mutator(k + 1).mutate(whole);
      await outcome(damaged);
    }
  });

  it('cut short', async () => {
    const whole = golden(name);
    for (let k = 1; k <= 20; k++) {
      const cut = whole.slice(0, Math.floor((whole.length * k) / 21));
      expect(await outcome(cut)).not.toBe('');
    }
  });
});

describe('archives', () => {
  const entries = unzipSync(golden('dense_only'));

  it('name the file, and what is missing', async () => {
    const { 'model.weights.h5': _gone, ...rest } = entries;
    const error = await rejected('model', readModel(zipSync(rest), 'half.keras'));
    expect(error.where).toBe('half.keras');
    expect(error.message).toContain('it has no model.weights.h5');
  });

  it.each([
    [0x30000000, /unfolds to more than 512 MiB/],
    [0x10000000, /size of its entry config.json cannot be true/],
  ])('that claim to unfold to %i bytes are refused', async (size, message) => {
    const archive = zipSync({ 'config.json': strToU8('{}'), ...entries });
    // The first entry's size in the archive's directory.
    const directory = Buffer.from(archive).indexOf('PK\x01\x02', 0, 'latin1');
    new DataView(archive.buffer).setUint32(directory + 24, size, true);
    expect(await outcome(archive)).toMatch(message);
  });

  it('write nothing, whatever their entries are called', async () => {
    const traversal = zipSync({ ...entries, '../../../../tmp/tflq-outside': strToU8('x') });
    expect(await outcome(traversal)).toBe('');
    expect(readdirSync('/tmp')).not.toContain('tflq-outside');
  });

  it('with JSON that is none, or nested without an end, are refused', async () => {
    expect(await outcome(zipSync({ ...entries, 'config.json': strToU8('{"class_name": ') }))).toContain(
      'config.json is no JSON',
    );
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const nested = `{"class_name":"Functional","config":{"layers":[1],"input_layers":${deep},"output_layers":${deep}}}`;
    expect(await outcome(zipSync({ ...entries, 'config.json': strToU8(nested) }))).not.toBe('');
  });
});
