/** The sound files that are damaged: the goldens of every format, and one network as .tflite. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One model or one set of data: its files, by their names relative to its folder. */
export interface Seed {
  readonly format: string;
  readonly name: string;
  /** The file that is opened. */
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const MODELS = fileURLToPath(new URL('../../test/formats/goldens', import.meta.url));
const DATA = fileURLToPath(new URL('../../test/data/fixtures', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../examples/digits', import.meta.url));

/** Seeds are small, so that many can be tried. */
const LARGEST = 200_000;

function filesBelow(folder: string, top = folder): [string, Uint8Array][] {
  return readdirSync(folder)
    .sort()
    .flatMap((name): [string, Uint8Array][] => {
      const path = join(folder, name);
      return statSync(path).isDirectory()
        ? filesBelow(path, top)
        : [[relative(top, path), readFileSync(path)]];
    });
}

function seedOf(format: string, name: string, folder: string): Seed | undefined {
  const files = new Map(filesBelow(folder).filter(([path]) => path !== 'io.npz'));
  const names = [...files.keys()];
  const main =
    ['model.json', 'saved_model.pb'].find((known) => files.has(known)) ??
    names.find((path) => /^(model|data)\./.test(path));
  const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return main === undefined || size > LARGEST ? undefined : { format, name, main, files };
}

function seedsBelow(top: string): Seed[] {
  if (!existsSync(top)) return [];
  return readdirSync(top)
    .sort()
    .flatMap((format) =>
      readdirSync(join(top, format))
        .sort()
        .filter((name) => statSync(join(top, format, name)).isDirectory())
        .flatMap((name) => seedOf(format, name, join(top, format, name)) ?? []),
    );
}

/** All seeds of models. */
export function modelSeeds(): Seed[] {
  const digits = readFileSync(join(EXAMPLE, 'digits_float32.tflite'));
  return [
    { format: 'tflite', name: 'digits', main: 'model.tflite', files: new Map([['model.tflite', digits]]) },
    ...seedsBelow(MODELS),
  ];
}

/** All seeds of data. */
export function dataSeeds(): Seed[] {
  return seedsBelow(DATA);
}
