/** Wrong files, flags and folders: one clear message each, an exit code of its own, nothing half-written. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/data/index.ts';
import { OPERATOR, OPERATOR_CODE } from '../../src/formats/tflite/schema.ts';
import { int8, int32, rawFile } from '../formats/tflite/raw-file.ts';
import { digits, expectError, scratchFolder, tflq } from './support/cli.ts';

const MODEL = digits('digits_float32.tflite');
const DATA = digits('digits_representative.npy');
const model = readFileSync(MODEL);

/** A file in a scratch folder. */
function file(name: string, bytes: Uint8Array | string, dir = scratchFolder()): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}

function npy(shape: number[], values: Iterable<number>): Uint8Array {
  return writeNpy({ shape, dtype: 'float32', data: Float32Array.from(values) });
}

const pixels = (count: number, value: (i: number) => number): Uint8Array =>
  npy(
    [count, 16, 16, 1],
    Array.from({ length: count * 256 }, (_, i) => value(i)),
  );

describe('models', () => {
  it.each([
    ['empty', new Uint8Array(0), /empty/],
    [
      'random',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 2654435761) >>> 24),
      /no model file|TensorFlow Lite/,
    ],
    ['truncated', model.subarray(0, model.length >> 1), /damaged|TensorFlow Lite/],
    ['text', new TextEncoder().encode('not a model'), /no model file|TensorFlow Lite/],
  ])('%s', async (_, bytes, message) => {
    const cwd = scratchFolder();
    const path = file('model.tflite', bytes, cwd);
    expectError(
      await tflq(['gen', path, '--board', 'host', '--data', DATA], { cwd }),
      'model',
      message,
      path,
    );
    expect(readdirSync(cwd)).toEqual(['model.tflite']);
  });

  it('of PyTorch: says how to export them, in --json too', async () => {
    const path = file(
      'net.pt',
      zipSync({ 'net/data.pkl': new Uint8Array(2), 'net/version': new Uint8Array(2) }),
    );
    const hint = /next: Export it as ONNX .*torch\.onnx\.export/;
    expectError(await tflq(['inspect', path]), 'model', 'this is a PyTorch file', hint, path);
    const { stdout, code } = await tflq(['quantize', path, '--data', DATA, '--json']);
    expect(JSON.parse(stdout).error).toMatchObject({ kind: 'model', where: path, exitCode: code });
  });

  it('in folders and archives: says which to give', async () => {
    const cwd = scratchFolder();
    const inside = file('net.onnx', 'x', cwd);
    expectError(await tflq(['inspect', cwd]), 'model', 'the folder holds no model', inside);
    const archive = file('net.zip', zipSync({ 'net.tflite': new Uint8Array(2) }), cwd);
    expectError(await tflq(['gen', archive, '--board', 'host']), 'model', /archive/, /next: Unpack it/);
  });

  it('that are data instead', async () => {
    expectError(await tflq(['gen', DATA, '--board', 'host']), 'model', 'this is data of NumPy', '--data');
    expectError(await tflq(['quantize', MODEL, '--data', MODEL]), 'data', 'no known format', '.npy', '.csv');
  });

  it('that are not there', async () => {
    expectError(await tflq(['inspect', '/no/such.tflite']), 'model', 'does not exist', '/no/such.tflite');
    expectError(await tflq(['inspect', scratchFolder()]), 'model', 'the folder holds no model');
  });
});

describe('data', () => {
  const cases: [string, Uint8Array, string | RegExp][] = [
    ['empty', new Uint8Array(0), /empty/],
    ['truncated', pixels(3, () => 1).subarray(0, 1500), /data|bytes/],
    ['of another shape', npy([2, 8, 8, 1], new Float32Array(128)), '[samples, 16, 16, 1]'],
    ['NaN', pixels(3, (i) => (i === 300 ? Number.NaN : 1)), /NaN/],
    ['infinite', pixels(3, (i) => (i === 300 ? Infinity : 1)), /Infinity|infinite/],
  ];
  it.each(cases)('%s', async (_, bytes, message) => {
    const cwd = scratchFolder();
    const path = file('x.npy', bytes, cwd);
    expectError(await tflq(['quantize', MODEL, '--data', path], { cwd }), 'data', message, path);
    expect(readdirSync(cwd)).toEqual(['x.npy']);
  });

  it('none at all: says why int8 needs it', async () => {
    const cwd = scratchFolder();
    const outcome = await tflq(['gen', MODEL, '--board', 'host'], { cwd });
    expectError(outcome, 'data', '--data', 'range of every activation');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('constant zeros are quantized all the same', async () => {
    const cwd = scratchFolder();
    const path = file(
      'zeros.npy',
      pixels(2, () => 0),
      cwd,
    );
    expect(await tflq(['quantize', MODEL, '--data', path], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });

  it('labels that do not fit', async () => {
    const labels = file('y.npy', writeNpy({ shape: [3], dtype: 'int32', data: Int32Array.of(1, 2, 3) }));
    const args = ['quantize', MODEL, '--data', DATA, '--labels', labels];
    expectError(await tflq(args, { cwd: scratchFolder() }), 'data', '3 labels for 100 samples', labels);
  });
});

describe('flags', () => {
  it('a board that does not exist: the nearest are offered', async () => {
    const outcome = await tflq(['gen', MODEL, '--board', 'microbits', '--data', DATA]);
    expectError(outcome, 'board', "'microbits'", 'Did you mean microbit');
  });

  it('unknown, missing and out of range', async () => {
    expectError(await tflq(['quantize', MODEL, '--dta', DATA]), 'usage', '--dta');
    expectError(await tflq(['quantize']), 'usage', 'model');
    expectError(await tflq(['gen', MODEL]), 'usage', 'board');
    expectError(await tflq(['quantize', MODEL, '--data', DATA, '--calibration-samples', '0']), 'usage');
    expectError(await tflq(['quantize', MODEL, '--data', DATA, '--io', 'int7']), 'usage', 'int7');
    expectError(await tflq(['validate', '--data', DATA, '--min-accuracy', '90']), 'usage', '--min-accuracy');
    expectError(await tflq(['quantise', MODEL]), 'usage', 'quantise');
  });

  it('an output over an input', async () => {
    const path = file('model.tflite', model);
    expectError(await tflq(['quantize', path, '--data', DATA, '-o', path]), 'usage', '--out');
    expect(readFileSync(path).equals(model)).toBe(true);
  });

  it('errors as JSON too', async () => {
    const { code, stdout } = await tflq(['inspect', '/no/such.tflite', '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({ kind: 'model', exitCode: 3, where: '/no/such.tflite' });
  });
});

describe('projects', () => {
  const gen = (cwd: string, ...more: string[]) =>
    tflq(['gen', MODEL, '--board', 'host', '--data', DATA, '-o', 'out', ...more], { cwd });

  it('a folder that is not empty', async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, 'out'));
    writeFileSync(join(cwd, 'out', 'diary.txt'), 'mine');
    expectError(await gen(cwd), 'project', 'out');
    expect(readdirSync(join(cwd, 'out'))).toEqual(['diary.txt']);
    expect(await gen(cwd, '--force')).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'out', 'diary.txt'), 'utf8')).toBe('mine');
  });

  it('edited files', async () => {
    const cwd = scratchFolder();
    expect(await gen(cwd)).toMatchObject({ code: 0, stderr: '' });
    const header = join(cwd, 'out', 'tflq', 'digits_float32.h');
    writeFileSync(header, `${readFileSync(header, 'utf8')}/* mine */\n`);
    writeFileSync(join(cwd, 'out', 'main.c'), '/* my application */\n');
    expectError(await gen(cwd), 'project', 'digits_float32.h');
    expect(readFileSync(header, 'utf8')).toContain('/* mine */');
    const forced = await gen(cwd, '--force');
    expect(forced).toMatchObject({ code: 0 });
    expect(readFileSync(header, 'utf8')).not.toContain('/* mine */');
    expect(readFileSync(join(cwd, 'out', 'main.c'), 'utf8')).toBe('/* my application */\n');
  });

  it('none, several, damaged', async () => {
    const cwd = scratchFolder();
    expectError(await tflq(['build'], { cwd }), 'project', 'no project');
    expectError(await tflq(['build', 'nowhere'], { cwd }), 'project', 'nowhere');
    for (const name of ['a', 'b']) {
      mkdirSync(join(cwd, name));
      writeFileSync(join(cwd, name, 'tflq.json'), '{"manifestVersion":1');
    }
    expectError(await tflq(['flash'], { cwd }), 'project', 'a, b');
    expectError(await tflq(['flash', 'a'], { cwd }), 'project', 'damaged', 'tflq.json');
    writeFileSync(join(cwd, 'a', 'tflq.json'), '{"manifestVersion":99}');
    expectError(await tflq(['flash', 'a'], { cwd }), 'project', 'manifestVersion');
    expectError(await tflq(['validate', 'a', '--data', DATA], { cwd }), 'project', 'manifestVersion');
  });

  it('nothing built, nothing flashed', async () => {
    const cwd = scratchFolder();
    await gen(cwd);
    expectError(await tflq(['flash', 'out'], { cwd }), 'project', 'nothing was built');
    expectError(
      await tflq(['validate', 'out', '--data', DATA], { cwd }),
      'project',
      'nothing has been flashed',
    );
  });

  it('a model that does not fit its board is refused with the figures, and nothing is written', async () => {
    const cwd = scratchFolder();
    const board = readFileSync(new URL('../../boards/microbit.yaml', import.meta.url), 'utf8');
    const small = file('tiny.yaml', board.replace('size: 0x4000 }', 'size: 0x0800 }'), cwd);
    const outcome = await tflq(['gen', MODEL, '--board', small, '--data', DATA, '-o', 'out'], { cwd });
    expectError(outcome, 'fit', /\d/, 'RAM');
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });
});

describe('operators', () => {
  it('one that is not supported: named, with its place and what to do', async () => {
    const relu1 = 20;
    const bytes = rawFile({
      code: () => [int8(OPERATOR_CODE.deprecatedBuiltinCode, relu1), int32(OPERATOR_CODE.builtinCode, relu1)],
      operator: () => [int8(OPERATOR.builtinOptionsType, 0)],
    });
    const cwd = scratchFolder();
    const path = file('model.tflite', bytes, cwd);
    const data = file('x.npy', npy([2, 2], [1, 2, 3, 4]), cwd);
    const outcome = await tflq(['gen', path, '--board', 'host', '--data', data], { cwd });
    expectError(outcome, 'model', 'operator 0', 'RELU_N1_TO_1', 'Replace it');
    const { stdout, code } = await tflq(['inspect', path], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('RELU_N1_TO_1 (not supported)');
  });
});

describe('tools and ports', () => {
  it('a missing compiler: what to install', async () => {
    const cwd = scratchFolder();
    await tflq(['gen', MODEL, '--board', 'microbit', '--data', DATA, '-o', 'out'], { cwd });
    const outcome = await tflq(['build', 'out'], { cwd, env: { PATH: '/nonexistent' } });
    expectError(outcome, 'tool', 'arm-none-eabi-gcc', 'apt-get install');
  });

  it('a port that is not there', async () => {
    const cwd = scratchFolder();
    await tflq(['gen', MODEL, '--board', 'host', '--data', DATA, '-o', 'out'], { cwd });
    const args = ['validate', 'out', '--data', DATA, '--port'];
    expectError(await tflq([...args, '/dev/ttyNOWHERE'], { cwd }), 'link', '/dev/ttyNOWHERE');
    expectError(await tflq([...args, 'tcp://127.0.0.1:1'], { cwd }), 'link', '127.0.0.1:1');
  });
});
