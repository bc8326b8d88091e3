import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../../src/common/errors.ts';
import { graphDef } from '../../../src/formats/graphdef/index.ts';
import { onnx } from '../../../src/formats/onnx/index.ts';
import { savedModel } from '../../../src/formats/saved-model/index.ts';
import { readTable } from '../../../src/formats/saved-model/table.ts';
import { validateGraph } from '../../../src/graph/validate.ts';
import { randomNumbers } from '../../support/random.ts';

const GOLDENS = fileURLToPath(new URL('../goldens', import.meta.url));
const PREFIX = 'variables/variables';

/** The files of a SavedModel by their names. */
function filesOf(name: string): Map<string, Uint8Array> {
  const names = ['saved_model.pb', `${PREFIX}.index`, `${PREFIX}.data-00000-of-00001`];
  return new Map(
    names.map((file) => [file, new Uint8Array(readFileSync(join(GOLDENS, 'saved-model', name, file)))]),
  );
}

function companionOf(files: ReadonlyMap<string, Uint8Array>): (name: string) => Promise<Uint8Array> {
  return async (name) => {
    const file = files.get(name);
    if (file === undefined)
      throw new TflqError('model', `the model's file ${JSON.stringify(name)} does not exist`);
    return file;
  };
}

const FROZEN = readdirSync(join(GOLDENS, 'graphdef')).map(
  (name) => new Uint8Array(readFileSync(join(GOLDENS, 'graphdef', name, 'model.pb'))),
);
const SAVED = readdirSync(join(GOLDENS, 'saved-model')).map(filesOf);

/** Reads files that may be damaged: a sound graph or one error of ours comes out, nothing else. */
async function survives(files: ReadonlyMap<string, Uint8Array>, main: string): Promise<void> {
  const format = main === 'saved_model.pb' ? savedModel : graphDef;
  try {
    validateGraph(await format.read(files.get(main)!, main, { companion: companionOf(files) }));
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    expect(error.kind).toBe('model');
    expect(error.where).toBe(main);
  }
}

function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  const result = bytes.slice();
  for (let k = 0; k <= random() * 6; k++) {
    result[Math.floor(random() * result.length)] = Math.floor(random() * 256);
  }
  return random() < 0.2 ? result.subarray(0, Math.floor(random() * result.length)) : result;
}

describe('formats of protocol buffers', () => {
  it('are told apart', () => {
    expect(FROZEN.length).toBeGreaterThan(8);
    for (const bytes of FROZEN) {
      expect([graphDef, savedModel, onnx].map((format) => format.recognizes(bytes))).toEqual([
        true,
        false,
        false,
      ]);
    }
    for (const files of SAVED) {
      const bytes = files.get('saved_model.pb')!;
      expect([graphDef, savedModel, onnx].map((format) => format.recognizes(bytes))).toEqual([
        false,
        true,
        false,
      ]);
    }
    for (const format of [graphDef, savedModel]) expect(format.recognizes(new Uint8Array())).toBe(false);
  });
});

describe('damaged files end in an error or in a graph that is whole', () => {
  it('of frozen graphs', async () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 400; round++) {
      await survives(new Map([['model.pb', damaged(FROZEN[round % FROZEN.length]!, random)]]), 'model.pb');
    }
  });

  it('of SavedModels, their variables too', async () => {
    const random = randomNumbers(4);
    for (let round = 0; round < 300; round++) {
      const files = new Map(SAVED[round % SAVED.length]!);
      const names = [...files.keys()];
      const name = names[round % names.length]!;
      files.set(name, damaged(files.get(name)!, random));
      await survives(files, 'saved_model.pb');
    }
  });
});

describe('variables', () => {
  const files = filesOf('module');
  const bytes = files.get('saved_model.pb')!;
  const readWith = (changed: readonly [string, Uint8Array | undefined][]) => {
    const all = new Map(files);
    for (const [name, content] of changed) {
      if (content === undefined) all.delete(name);
      else all.set(name, content);
    }
    return savedModel.read(bytes, 'saved_model.pb', { companion: companionOf(all) });
  };

  it('that are missing are named', async () => {
    await expect(readWith([[`${PREFIX}.index`, undefined]])).rejects.toThrow(
      /"variables\/variables.index" does not exist/,
    );
    const data = `${PREFIX}.data-00000-of-00001`;
    await expect(readWith([[data, undefined]])).rejects.toThrow(/data-00000-of-00001" does not exist/);
    await expect(readWith([[data, new Uint8Array(4)]])).rejects.toThrow(/lies beyond the end/);
  });

  it('are read of an index that ends as it should', () => {
    const index = files.get(`${PREFIX}.index`)!;
    expect([...readTable(index).keys()].some((key) => key.includes('VARIABLE_VALUE'))).toBe(true);
    expect(() => readTable(index.subarray(0, index.length - 1))).toThrow(/does not end/);
    expect(() => readTable(new Uint8Array())).toThrow(/does not end/);
  });
});
