/** Einsum of two operands: a product of matrices between transposes, which cancel where they can. */
import { elementCount } from '../../../graph/graph.ts';
import { reshaped, transposed } from '../../support/constants/constant.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { computed, type Value } from '../values.ts';
import { product } from './matrix.ts';

const FORM = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]*)$/;

/** An operand with its dimensions in that order of letters, and then in that shape. */
function arranged(
  node: NodeImport,
  value: Value,
  letters: string,
  order: readonly string[],
  shape: readonly number[],
): Value {
  const places = order.map((letter) => letters.indexOf(letter));
  if (value.kind === 'constant') return reshaped(transposed(value, places), shape);
  return computed(node.reshape(node.transpose(node.lift(value), places), shape));
}

function refuse(node: NodeImport): Error {
  return node.error(
    `has the equation ${JSON.stringify(node.text('equation', ''))}, which cannot be imported`,
    'Write it as a product of matrices, with transposes around it.',
  );
}

/** Letters of the operands: of both and the result, of both only, of one and the result. */
function kinds(node: NodeImport): {
  a: string;
  b: string;
  result: string[];
  of: Record<'batch' | 'inner' | 'rows' | 'columns', string[]>;
} {
  const [, a, b, out] = FORM.exec(node.text('equation', '').replaceAll(' ', '')) ?? [];
  if (a === undefined || b === undefined || out === undefined) throw refuse(node);
  const result = [...out];
  const [left, right] = [[...a], [...b]];
  const of = {
    batch: left.filter((letter) => b.includes(letter) && out.includes(letter)),
    inner: left.filter((letter) => b.includes(letter) && !out.includes(letter)),
    rows: left.filter((letter) => !b.includes(letter)),
    columns: right.filter((letter) => !a.includes(letter)),
  };
  const known = [...of.batch, ...of.rows, ...of.columns];
  const isDistinct = [left, right, result].every((letters) => new Set(letters).size === letters.length);
  if (!isDistinct || known.length !== result.length || !known.every((letter) => out.includes(letter))) {
    throw refuse(node);
  }
  return { a, b, result, of };
}

const einsum: Convert = (node) => {
  const { a, b, result, of } = kinds(node);
  const sizes = new Map<string, number>();
  for (const [letters, shape] of [
    [a, node.shape(0)],
    [b, node.shape(1)],
  ] as const) {
    if (letters.length !== shape.length) throw refuse(node);
    for (const [d, letter] of [...letters].entries()) {
      if ((sizes.get(letter) ?? shape[d]) !== shape[d]) throw refuse(node);
      sizes.set(letter, shape[d]!);
    }
  }
  const dims = (letters: readonly string[]) => letters.map((letter) => sizes.get(letter)!);
  const count = (letters: readonly string[]) => elementCount(dims(letters));
  const batch = of.batch.length === 0 ? [] : [count(of.batch)];
  const left = arranged(
    node,
    node.value(0),
    a,
    [...of.batch, ...of.rows, ...of.inner],
    [...batch, count(of.rows), count(of.inner)],
  );
  const right = arranged(
    node,
    node.value(1),
    b,
    [...of.batch, ...of.inner, ...of.columns],
    [...batch, count(of.inner), count(of.columns)],
  );
  const { tensor } = product(node.with([left, right]), false, false);
  const letters = [...of.batch, ...of.rows, ...of.columns];
  const whole = node.reshape(tensor, dims(letters));
  return computed(
    node.transpose(
      whole,
      result.map((letter) => letters.indexOf(letter)),
    ),
  );
};

export const einsums: Operators = { Einsum: einsum };
