/** What is said of graphs that cannot be had, and what is done with some that can. */
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../../src/common/errors.ts';
import { graphModel, integers, type JsonNode, placeholder, read } from '../tfjs/model-json.ts';

async function failure(nodes: readonly JsonNode[]): Promise<TflqError> {
  const error = await read(graphModel(nodes)).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(TflqError);
  return error as TflqError;
}

async function types(nodes: readonly JsonNode[]): Promise<string[]> {
  return (await read(graphModel(nodes))).ops.map(({ type }) => type);
}

const text = (value: string) => ({ s: Buffer.from(value).toString('base64') });
const IMAGE = placeholder('x', -1, 6, 6, 4);

describe('operators that cannot be imported are named, with what to do', () => {
  it.each([
    ['While', /loop/, /unroll/],
    ['CudnnRNNV3', /graphics cards/, /keras/],
    ['HashTableV2', /tables/, /pre-processing/],
    ['Softplus', /no integer kernel/, /Replace/],
    ['NonMaxSuppressionV4', /depends on the data/, /post-processing/],
  ])('%s', async (op, message, hint) => {
    const error = await failure([placeholder('x', 1, 4), { name: 'part/it', op, input: ['x'] }]);
    expect(error.message).toContain(`node "part/it" (${op})`);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('channels before height and width', async () => {
    const attr = { data_format: text('NCHW'), ksize: { list: { i: ['1', '1', '2', '2'] } } };
    const error = await failure([IMAGE, { name: 'pool', op: 'MaxPool', input: ['x'], attr }]);
    expect(error.message).toMatch(/node "pool" \(MaxPool\) has the data format NCHW/);
    expect(error.hint).toMatch(/channels_last/);
  });

  it('variables without values', async () => {
    const nodes = [
      placeholder('x', 1, 4),
      { name: 'v', op: 'VarHandleOp' },
      { name: 'read', op: 'ReadVariableOp', input: ['v'] },
      { name: 'y', op: 'Mul', input: ['x', 'read'] },
    ];
    expect((await failure(nodes)).message).toMatch(/node "y" \(Mul\) reads the variable "v"/);
  });

  it('conditions that the network computes', async () => {
    const nodes = [
      placeholder('x', 1, 4),
      { name: 'c', op: 'Greater', input: ['x', 'x'] },
      { name: 's', op: 'Switch', input: ['x', 'c'] },
    ];
    expect((await failure(nodes)).message).toMatch(/on a condition/);
  });

  it('random numbers that are no dropout', async () => {
    const nodes = [
      placeholder('x', 1, 4),
      integers('shape', 1, 4),
      { name: 'r', op: 'RandomUniform', input: ['shape'] },
      { name: 'y', op: 'AddV2', input: ['x', 'r'] },
    ];
    expect((await failure(nodes)).message).toMatch(/random numbers/);
  });

  it.each([
    ['Reshape', integers('c', 5, -1), /cannot give \[1, 6, 6, 4\] the shape/],
    ['Transpose', integers('c', 0, 1, 1, 2), /orders 4 dimensions/],
    ['Mean', integers('c', 7), /dimension 7 of 4/],
    ['Pad', integers('c', 1, 2, 3), /paddings/],
    ['ResizeBilinear', integers('c', 0, 4), /the size 0, 4/],
    ['Tile', integers('c', 2, 2), /repeats/],
  ])('%s of what does not fit', async (op, constant, message) => {
    const error = await failure([IMAGE, constant, { name: 'y', op, input: ['x', 'c'] }]);
    expect(error.message).toMatch(message);
  });
});

describe('inputs', () => {
  it('have a batch of 1, and ask for what else is open', async () => {
    const nodes = [placeholder('x', -1, 49, -1, 1), { name: 'y', op: 'Relu', input: ['x'] }];
    expect((await failure(nodes)).message).toMatch(
      /input "x" has the shape \[\?, 49, \?, 1\]: dimension 2 is open/,
    );
    const graph = await read(graphModel(nodes), {}, new Map([['', [1, 49, 10, 1]]]));
    expect(graph.tensors[graph.inputs[0]!]!.shape).toEqual([1, 49, 10, 1]);
  });

  it('come in the order of the signature, under its names', async () => {
    const nodes = [
      placeholder('a', 1, 3),
      placeholder('b', 1, 3),
      { name: 'y', op: 'Sub', input: ['a', 'b'] },
    ];
    const signature = {
      inputs: { second: { name: 'b:0' }, first: { name: 'a:0' } },
      outputs: { result: { name: 'y:0' } },
    };
    const graph = await read({ ...graphModel(nodes), signature });
    expect(graph.inputs.map((i) => graph.tensors[i]!.name)).toEqual(['second', 'first']);
    expect(graph.outputs.map((i) => graph.tensors[i]!.name)).toEqual(['result']);
  });
});

describe('a graph that begins with files', () => {
  const nodes: JsonNode[] = [
    { name: 'wav', op: 'Placeholder', attr: { dtype: { type: 'DT_STRING' } } },
    { name: 'Mfcc', op: 'DecodeWav', input: ['wav'] },
    { name: 'y', op: 'Relu', input: ['Mfcc'] },
  ];

  it('is refused, with a way out', async () => {
    const error = await failure(nodes);
    expect(error.message).toMatch(/input "wav" takes texts or files/);
    expect(error.hint).toMatch(/--input-shape Mfcc=/);
  });

  it('is cut at the node whose shape is given', async () => {
    const graph = await read(graphModel(nodes), {}, new Map([['Mfcc', [1, 49, 10]]]));
    expect(graph.tensors[graph.inputs[0]!]).toMatchObject({ name: 'Mfcc', shape: [1, 49, 10] });
    expect(graph.ops.map(({ type }) => type)).toEqual(['RELU']);
  });
});

describe('arithmetic of shapes', () => {
  it('is done at once', async () => {
    const nodes: JsonNode[] = [
      IMAGE,
      { name: 'shape', op: 'Shape', input: ['x'] },
      integers('zero', 0),
      integers('one', 1),
      {
        name: 'batch',
        op: 'StridedSlice',
        input: ['shape', 'zero', 'one', 'one'],
        attr: { shrink_axis_mask: { i: '1' } },
      },
      integers('rest', -1),
      { name: 'left', op: 'Squeeze', input: ['rest'] },
      { name: 'target', op: 'Pack', input: ['batch', 'left'] },
      { name: 'y', op: 'Reshape', input: ['x', 'target'] },
    ];
    expect(await types(nodes)).toEqual(['RESHAPE']);
  });

  it('is bounded', async () => {
    const nodes: JsonNode[] = [
      placeholder('x', 1, 4),
      integers('shape', 65536, 65536),
      integers('value', 1),
      { name: 'c', op: 'Fill', input: ['shape', 'value'] },
      { name: 'y', op: 'Reshape', input: ['x', 'c'] },
    ];
    expect((await failure(nodes)).message).toMatch(/too much for an import/);
  });
});

describe('a branch that a constant chooses', () => {
  it('is taken, and the other one left out', async () => {
    const nodes: JsonNode[] = [
      placeholder('x', 1, 4),
      {
        name: 'no',
        op: 'Const',
        attr: { value: { tensor: { dtype: 'DT_BOOL', tensorShape: {}, boolVal: [false] } } },
      },
      { name: 's', op: 'Switch', input: ['x', 'no'] },
      { name: 'infer', op: 'Relu', input: ['s'] },
      { name: 'train', op: 'Softplus', input: ['s:1'] },
      { name: 'y', op: 'Merge', input: ['infer', 'train'] },
    ];
    expect(await types(nodes)).toEqual(['RELU']);
  });
});
