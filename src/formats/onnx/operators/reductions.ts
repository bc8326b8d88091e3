/** ReduceMean, ReduceSum, ReduceMax, ReduceMin and those made of them; ArgMax and ArgMin. */
import { reshapeTensor, unmixed } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { reduced } from '../reduced.ts';
import { type Activation, identity } from '../values.ts';

/** A reduction, of what `prepare` makes of the input. */
const reduction =
  (type: string, prepare?: (node: NodeImport, tensor: number) => number): Convert =>
  (node) => {
    const value = node.activation(0);
    const rank = value.shape.length;
    const wanted = node.integers('axes', 1) ?? [];
    if (wanted.length === 0 && node.attributes.int('noop_with_empty_axes', 0) === 1) return value;
    const axes =
      wanted.length === 0 ? identity(rank) : [...new Set(wanted.map((axis) => node.axis(axis, rank)))];
    const input = prepare === undefined ? value : { ...value, tensor: prepare(node, value.tensor) };
    const result = reduced(node, type, input, axes, node.attributes.int('keepdims', 1) === 1);
    return value.nonNegative ? { ...result, nonNegative: true } : result;
  };

/** Where the largest or smallest element is. */
const arg =
  (type: string): Convert =>
  (node): Activation => {
    const value = unmixed(node, node.activation(0));
    const axis = node.axis(node.attributes.int('axis', 0), value.shape.length);
    if (node.attributes.int('select_last_index', 0) !== 0) throw node.error('has select_last_index');
    const place = node.builder.constant(
      `${node.name}/axis`,
      [],
      Int32Array.of(value.order.indexOf(axis)),
      'int32',
    );
    const tensor = node.op(type, [value.tensor, place], { outputType: 'int32' }, { dtype: 'int32' });
    const kept = identity(value.shape.length).filter((d) => d !== axis);
    const found: Activation = {
      kind: 'activation',
      tensor,
      shape: kept.map((d) => value.shape[d]!),
      order: value.order.filter((d) => d !== axis).map((d) => kept.indexOf(d)),
    };
    if (node.attributes.int('keepdims', 1) === 0) return found;
    return withDim(node, found, axis, value);
  };

/** The result with the dimension that was searched, as 1. */
function withDim(node: NodeImport, found: Activation, axis: number, like: Activation): Activation {
  const shape = like.shape.map((dim, d) => (d === axis ? 1 : dim));
  const tensor = reshapeTensor(
    node,
    found.tensor,
    like.order.map((d) => shape[d]!),
  );
  return { kind: 'activation', tensor, shape, order: like.order };
}

/** x² for ReduceSumSquare. */
const squares = (node: NodeImport, tensor: number) => node.op('MUL', [tensor, tensor]);

export const reductions: Operators = {
  ReduceMean: reduction('MEAN'),
  ReduceSum: reduction('SUM'),
  ReduceMax: reduction('REDUCE_MAX'),
  ReduceMin: reduction('REDUCE_MIN'),
  ReduceL1: reduction('SUM', (node, tensor) => node.op('ABS', [tensor])),
  ReduceSumSquare: reduction('SUM', squares),
  ArgMax: arg('ARG_MAX'),
  ArgMin: arg('ARG_MIN'),
};
