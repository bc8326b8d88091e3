import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../src/cli/load-model.ts';
import { TflqError } from '../../../src/common/errors.ts';
import { tfjs } from '../../../src/formats/tfjs/index.ts';
import { DENSE_BYTES, DENSE_WEIGHTS, denseModel, graphModel, placeholder, read } from './model-json.ts';

/** The error that reading ends with: of our own kind, naming the file. */
async function refusal(...args: Parameters<typeof read>): Promise<string> {
  const error = await read(...args).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(TflqError);
  expect((error as TflqError).kind).toBe('model');
  expect((error as TflqError).where).toBe('model.json');
  return (error as TflqError).message;
}

const [KERNEL, BIAS] = DENSE_WEIGHTS;

describe('a model.json', () => {
  it('is recognized by what it holds', () => {
    expect(tfjs.recognizes(Buffer.from('\n {"modelTopology"'))).toBe(true);
    expect(tfjs.recognizes(Buffer.from('[1]'))).toBe(false);
    expect(tfjs.recognizes(new Uint8Array())).toBe(false);
  });

  it('of a sound model is read', async () => {
    expect((await read(denseModel())).ops.map(({ type }) => type)).toEqual(['FULLY_CONNECTED']);
  });

  it.each([
    ['no JSON', '{"modelTopology": ', /is no JSON/],
    ['JSON of something else', '{"name": "package"}', /no model of TF.js/],
    ['a topology that is a list', '{"modelTopology": [1]}', /no model of TF.js/],
    ['no manifest', JSON.stringify({ ...denseModel(), weightsManifest: 1 }), /lists no weights/],
    [
      'a topology of nothing',
      '{"modelTopology": {}, "weightsManifest": []}',
      /whose layers the file does not tell/,
    ],
    ['a graph of nothing', '{"modelTopology": {"node": []}, "weightsManifest": []}', /no outputs/],
  ])('that is %s', async (_what, text, message) => {
    expect(await refusal(text)).toMatch(message);
  });

  it.each([
    ['the topology', (deep: string) => `{"modelTopology": ${deep}, "weightsManifest": []}`],
    [
      'a layer',
      (deep: string) =>
        `{"modelTopology": {"class_name": "Sequential", "config": [${deep}]}, "weightsManifest": []}`,
    ],
    ['the manifest', (deep: string) => `{"modelTopology": {}, "weightsManifest": [${deep}]}`],
    ['a node', (deep: string) => `{"modelTopology": {"node": [${deep}]}, "weightsManifest": []}`],
    [
      'an attribute',
      (deep: string) =>
        `{"modelTopology": {"node": [{"name": "x", "op": "Relu", "input": ["x"], "attr": {"T": {"i": ${deep}}}}]}, "weightsManifest": []}`,
    ],
  ])('with endless nesting as %s', async (_what, textOf) => {
    await refusal(textOf('['.repeat(100_000) + ']'.repeat(100_000)));
    await refusal(textOf(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`));
  });
});

describe('weights', () => {
  it.each([
    ['a file that is not there', denseModel(undefined, ['other.bin']), /"other.bin" does not exist/],
    [
      'a shape of more than the file has',
      denseModel([KERNEL, { ...BIAS, shape: [4] }]),
      /ends after 36 bytes, 4 too early/,
    ],
    ['an absurd shape', denseModel([{ ...KERNEL, shape: [2 ** 40, 2 ** 40] }]), /has the shape/],
    ['a negative shape', denseModel([{ ...KERNEL, shape: [-2, -3] }]), /has the shape \[-2, -3\]/],
    ['a shape of texts', denseModel([{ ...KERNEL, shape: ['2', 3] }]), /of the shape/],
    ['an unknown type', denseModel([{ ...KERNEL, dtype: 'int4' }]), /of the type "int4"/],
    ['texts', denseModel([{ ...KERNEL, dtype: 'string' }]), /has texts/],
    ['no bias', denseModel([KERNEL]), /needs the weights kernel, bias/],
    [
      'a kernel of another shape',
      denseModel([{ ...KERNEL, shape: [3, 2] }, BIAS]),
      /of shape \[3, 2\]; it needs \[2, 3\]/,
    ],
    [
      'a scale that is no number',
      denseModel([{ ...KERNEL, quantization: { dtype: 'uint8', scale: 'x', min: 0 } }]),
      /the scale "x"/,
    ],
  ])('with %s', async (_what, model, message) => {
    expect(await refusal(model)).toMatch(message);
  });

  it('may be cut into several files', async () => {
    const halves = { a: DENSE_BYTES.subarray(0, 10), b: DENSE_BYTES.subarray(10) };
    const whole = await read(denseModel());
    expect(await read(denseModel(undefined, ['a', 'b']), halves)).toEqual(whole);
  });

  it('are found by their order where names tell nothing', async () => {
    const renamed = DENSE_WEIGHTS.map((weight, k) => ({ ...weight, name: `variable_${k}` }));
    expect(await read(denseModel(renamed))).toEqual(await read(denseModel()));
  });

  it('do not lie outside of the folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tflq-'));
    try {
      await writeFile(
        join(folder, 'model.json'),
        JSON.stringify(denseModel(undefined, ['../../etc/passwd'])),
      );
      await expect(loadModel(folder)).rejects.toThrow(/a file outside of its folder/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a graph', () => {
  const relu = (name: string, input: string) => ({ name, op: 'Relu', input: [input] });
  const add = (name: string, ...input: string[]) => ({ name, op: 'AddV2', input });

  it.each([
    [
      'nodes in a circle',
      [placeholder('x', 1, 4), add('a', 'x', 'b'), relu('b', 'a'), relu('c', 'b')],
      /circle of nodes/,
    ],
    ['a node that reads itself', [relu('a', 'a'), relu('b', 'a')], /circle of nodes|no inputs/],
    ['a node that is missing', [placeholder('x', 1, 4), relu('a', 'gone')], /no node "gone"/],
    [
      'two nodes of one name',
      [placeholder('x', 1, 4), relu('a', 'x'), relu('a', 'x')],
      /two nodes of one name/,
    ],
    ['an output that is none', [placeholder('x', 1, 4), relu('a', 'x:7')], /no output 7/],
    [
      'an unknown operator',
      [placeholder('x', 1, 4), { name: 'a', op: 'Frobnicate', input: ['x'] }],
      /node "a" \(Frobnicate\) is an operator/,
    ],
    ['no inputs at all', [{ name: 'a', op: 'Const' }, relu('b', 'a')], /no inputs/],
    [
      'a constant without weights',
      [
        placeholder('x', 1, 4),
        { name: 'c', op: 'Const', attr: { value: { tensor: { dtype: 'DT_FLOAT' } } } },
        { name: 'a', op: 'Mul', input: ['x', 'c'] },
      ],
      /not list/,
    ],
  ])('with %s', async (_what, nodes, message) => {
    expect(await refusal(graphModel(nodes))).toMatch(message);
  });

  it('of a hundred thousand nodes is refused, of a long chain is read', async () => {
    const chain = (length: number) => [
      placeholder('x', 1, 4),
      ...Array.from({ length }, (_, k) => relu(`n${k}`, k === 0 ? 'x' : `n${k - 1}`)),
    ];
    expect(await refusal(graphModel(chain(100_000)))).toMatch(/at most 20000/);
    expect((await read(graphModel(chain(3000)))).ops).toHaveLength(3000);
  });

  it('whose functions call themselves', async () => {
    const call = (name: string) => ({
      ...relu(name, 'x'),
      op: 'PartitionedCall',
      attr: { f: { func: { name: 'f' } } },
    });
    const library = {
      function: [
        {
          signature: { name: 'f', inputArg: [{ name: 'x' }], outputArg: [{ name: 'y' }] },
          nodeDef: [call('again')],
          ret: { y: 'again:output:0' },
        },
      ],
    };
    expect(await refusal(graphModel([placeholder('x', 1, 4), call('call')], { library }))).toMatch(
      /without an end/,
    );
  });

  it('whose functions double at each level ends', async () => {
    const levels = 30;
    const call = (name: string, k: number) => ({
      ...relu(name, 'x'),
      op: 'PartitionedCall',
      attr: { f: { func: { name: `f${k}` } } },
    });
    const library = {
      function: Array.from({ length: levels }, (_, k) => ({
        signature: { name: `f${k}`, inputArg: [{ name: 'x' }], outputArg: [{ name: 'y' }] },
        nodeDef:
          k === levels - 1
            ? [relu('y', 'x')]
            : [
                call('a', k + 1),
                call('b', k + 1),
                { name: 'y', op: 'AddV2', input: ['a:output:0', 'b:output:0'] },
              ],
        ret: { y: 'y:z:0' },
      })),
    };
    expect(await refusal(graphModel([placeholder('x', 1, 4), call('call', 0)], { library }))).toMatch(
      /too large/,
    );
  });
});
