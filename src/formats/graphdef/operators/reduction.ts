/** Mean, Sum, Max, Min, ArgMax and ArgMin. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';

const reduction =
  (type: string): Convert =>
  (node) => {
    const rank = node.shape(0).length;
    const axes = [...new Set(node.integers(1, 'axes').map((axis) => node.axis(axis, rank)))];
    if (axes.length === 0) return node.value(0);
    const inputs = [node.tensor(0), node.numbers('axes', axes)];
    return node.result(type, inputs, { keepDims: node.flag('keep_dims') });
  };

/** Where the largest or smallest element is. */
const arg =
  (type: string): Convert =>
  (node: NodeImport) => {
    const at = node.axis(node.inputs.length > 1 ? node.scalar(1, 'an axis') : 0, node.shape(0).length);
    const axis = node.builder.constant(`${node.name}/axis`, [], Int32Array.of(at), 'int32');
    return node.result(type, [node.tensor(0), axis], { outputType: 'int32' }, { dtype: 'int32' });
  };

export const reductions: Operators = {
  ArgMax: arg('ARG_MAX'),
  ArgMin: arg('ARG_MIN'),
  Max: reduction('REDUCE_MAX'),
  Mean: reduction('MEAN'),
  Min: reduction('REDUCE_MIN'),
  Sum: reduction('SUM'),
};
