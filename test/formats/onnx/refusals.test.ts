import { describe, expect, it } from 'vitest';
import { companionsOf } from '../../../src/formats/index.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { rejected } from '../../support/errors.ts';
import { newFolder } from '../../support/scratch.ts';
import {
  type AttributeOf,
  bytes,
  encoded,
  input,
  integer,
  ints,
  modelFile,
  nested,
  node,
  output,
  type Part,
  read,
  reals,
  tensorParts,
  text,
} from './model-file.ts';

const X = input('x', [1, 2, 3, 4]);

/** A network of one node that reads x. */
function single(
  type: string,
  attributes: Record<string, AttributeOf> = {},
  more: readonly Part[] = [],
): Part[] {
  return [X, node(type, ['x'], ['y'], attributes), output('y'), ...more];
}

async function refusal(parts: readonly Part[], opset?: number) {
  const error = await rejected('model', read(parts, opset));
  expect(error.where).toBe('a.onnx');
  return error;
}

describe('what cannot be imported is named, with what to do', () => {
  it.each([
    ['If', /^node "y" \(If\) runs a part of the network on conditions/, /trace/],
    ['Loop', /^node "y" \(Loop\) runs a part/, /trace/],
    ['Einsum', /^node "y" \(Einsum\) is not supported/, /MatMul/],
    ['ConvInteger', /takes its quantization from each input anew/, /quantize_static/],
    ['DynamicQuantizeLinear', /takes its quantization from each input anew/, /quantize_static/],
    ['Erf', /has no integer kernel/, /tanh/],
    ['Mish', /has no integer kernel/, /HardSwish/],
    ['Gelu', /needs the error function/, /tanh/],
    ['constructor', /^node "y" \(constructor\) is an operator that cannot be imported/, /Replace/],
  ])('%s', async (type, message, hint) => {
    const error = await refusal(single(type));
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('operators of other sets', async () => {
    const error = await refusal([X, node('Fancy', ['x'], ['y'], {}, 'org.example'), output('y')]);
    expect(error.message).toBe(
      'node "y" (Fancy) is an operator of the operator set "org.example" that cannot be imported',
    );
  });

  it('operator sets that are too old or not known yet', async () => {
    expect((await refusal(single('Relu'), 6)).message).toMatch(
      /version 6 of ONNX's operators; those from 7 to/,
    );
    expect((await refusal(single('Relu'), 99)).hint).toMatch(/opset/);
  });

  it('open dimensions', async () => {
    const error = await refusal([input('x', ['n', 49, 'w', 1]), node('Relu', ['x'], ['y']), output('y')]);
    expect(error.message).toBe('input "x" has the shape [?, 49, ?, 1]: dimension 2 is open');
    expect(error.hint).toBe('Give it by --input-shape 1,49,N,1, with a number for each N.');
  });

  it('byte inputs whose scale is unknown', async () => {
    const error = await refusal([input('x', [1, 4], 2), node('Relu', ['x'], ['y']), output('y')]);
    expect(error.message).toMatch(/^input "x" is of the type uint8/);
  });

  it('weights of a type that no microcontroller has', async () => {
    const error = await refusal(single('Relu', {}, [nested(5, ...tensorParts('w', [1], 8))]));
    expect(error.message).toBe('tensor "w" has elements of the type string, which cannot be read');
  });
});

describe('open dimensions that the user gives', () => {
  const file = modelFile([input('x', ['n', 3, 'w']), node('Relu', ['x'], ['y']), output('y')]);
  const given = (shape: number[], name = '') =>
    readOnnx(file, 'a.onnx', { inputShapes: new Map([[name, shape]]) });

  it('are taken', async () => {
    expect((await given([1, 3, 7])).tensors[0]!.shape).toEqual([1, 3, 7]);
    expect((await given([1, 3, 7], 'x')).tensors[0]!.shape).toEqual([1, 3, 7]);
  });

  it('must agree with the others', async () => {
    const error = await rejected('model', given([1, 4, 7]));
    expect(error.message).toBe('input "x" has the shape [?, 3, ?], which [1, 4, 7] does not fit');
  });
});

describe('files that mean harm', () => {
  /** A tensor in another file. */
  function external(entries: Readonly<Record<string, string>>): Part[] {
    const pairs = Object.entries(entries).map(([key, value]) => nested(13, text(1, key), text(2, value)));
    return single('Relu', {}, [nested(5, ...tensorParts('w', [4], 1, ...pairs, integer(14, 1)))]);
  }

  it.each(['../secret', '/etc/passwd', '..', 'a\0b', 'below/../../secret'])(
    'external data at %j',
    async (location) => {
      const companion = companionsOf(`${newFolder('onnx-')}/a.onnx`);
      const error = await rejected(
        'model',
        readOnnx(modelFile(external({ location })), 'a.onnx', { companion }),
      );
      expect(error.message).toMatch(/^the model refers to a file outside of its folder/);
    },
  );

  it.each([
    ['offset', '8'],
    ['offset', '-4'],
    ['length', '99'],
    ['offset', '1e30'],
    ['offset', 'x'],
    ['length', '8'],
  ])('external data beyond its file: %s %s', async (key, value) => {
    const companion = async () => new Uint8Array(16);
    const file = modelFile(external({ location: 'w.bin', [key]: value }));
    const error = await rejected('model', readOnnx(file, 'a.onnx', { companion }));
    expect(error.message).toMatch(/^tensor "w" .*should /);
  });

  it('shapes beyond all measure', async () => {
    const huge = 2 ** 40;
    expect((await refusal([input('x', [1, huge]), node('Relu', ['x'], ['y']), output('y')])).message).toMatch(
      /too large/,
    );
    const raw = bytes(9, new Uint8Array(4));
    const tensor = (dims: number[]) => single('Relu', {}, [nested(5, ...tensorParts('w', dims, 1, raw))]);
    expect((await refusal(tensor([huge, huge]))).message).toMatch(/too large/);
    expect((await refusal(tensor([-1]))).message).toMatch(/has the shape \[-1\]/);
    expect((await refusal(tensor([2]))).message).toMatch(/should have 8 bytes, but has 4/);
    expect((await refusal(tensor(new Array<number>(40).fill(1)))).message).toMatch(/has the shape/);
  });

  it('constants that would be computed for ever', async () => {
    const wide = [X, ints('s', [2 ** 20, 2 ** 20]), node('ConstantOfShape', ['s'], ['c']), output('c')];
    expect((await refusal(wide)).message).toMatch(/too much for an import/);
    const tiles = [reals('r', [1], [1]), ints('n', [2 ** 40]), node('Tile', ['r', 'n'], ['t']), output('t')];
    expect((await refusal([X, ...tiles])).message).toMatch(/too much for an import/);
    const large = single('MaxPool', { kernel_shape: [1, 1], pads: [2 ** 30, 0, 0, 0] });
    expect((await refusal(large)).message).toMatch(/as its attribute pads/);
    const border = [
      X,
      ints('p', [0, 0, 2 ** 23, 2 ** 23, 0, 0, 0, 0]),
      node('Pad', ['x', 'p'], ['y']),
      output('y'),
    ];
    expect((await refusal(border)).message).toMatch(/larger than 2 GB/);
  });

  it('millions of empty parts, and parts deep within each other', async () => {
    const empty = new Uint8Array(1_200_000).map((_, i) => (i % 2 === 0 ? (1 << 3) | 2 : 0));
    const many = encoded(integer(1, 8), bytes(7, empty));
    expect((await rejected('model', readOnnx(many, 'a.onnx', {}))).message).toMatch(/more than 500000 parts/);
    const groups = new Uint8Array(100_000).fill((200 << 3) | 3);
    const deep = encoded(
      integer(1, 8),
      nested(7, (writer) => writer.raw(groups)),
    );
    expect((await rejected('model', readOnnx(deep, 'a.onnx', {}))).message).toMatch(/damaged/);
  });

  it('nodes that read what is not there, or come twice', async () => {
    expect((await refusal([X, node('Relu', ['z'], ['y']), output('y')])).message).toBe(
      'node "y" (Relu) reads "z", which nothing before it computes',
    );
    const twice = [X, node('Relu', ['x'], ['y']), node('Relu', ['x'], ['y']), output('y')];
    expect((await refusal(twice)).message).toMatch(/computes "y" once more/);
    expect((await refusal([X, node('Relu', ['x'], ['y']), output('q')])).message).toBe(
      'output "q" is computed by no node',
    );
    expect((await refusal([X, reals('w', [1], [1]), node('Relu', ['x'], ['y']), output('w')])).message).toBe(
      'output "w" is a constant',
    );
  });
});
