/** Softmax and LogSoftmax: along one dimension, or before opset 13 over all from one dimension on. */
import { elementCount } from '../../../graph/graph.ts';
import { inPlace, withLast } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { reshapedActivation } from '../reshape.ts';
import { type Activation, identity } from '../values.ts';

/** The opset from which on `axis` is the one dimension. */
const ONE_DIMENSION = 13;

function along(node: NodeImport, type: string, value: Activation, axis: number): Activation {
  const laid = withLast(node, value, axis);
  return inPlace(laid, node.op(type, [laid.tensor], type === 'SOFTMAX' ? { beta: 1 } : {}));
}

const softmax =
  (type: string): Convert =>
  (node) => {
    const value = node.activation(0);
    const rank = value.shape.length;
    const single = node.opset >= ONE_DIMENSION;
    const axis = node.axis(node.attributes.int('axis', single ? -1 : 1), rank);
    const long = identity(rank).filter((d) => d >= axis && value.shape[d] !== 1);
    const result =
      single || long.length <= 1
        ? along(node, type, value, single ? axis : (long[0] ?? axis))
        : overRest(node, type, value, axis);
    return type === 'SOFTMAX' ? { ...result, nonNegative: true } : result;
  };

/** Over all dimensions from `axis` on. */
function overRest(node: NodeImport, type: string, value: Activation, axis: number): Activation {
  const flat = [elementCount(value.shape.slice(0, axis)), elementCount(value.shape.slice(axis))];
  const rows = reshapedActivation(node, value, flat);
  // The order within a row does not matter.
  const laid = rows.mixed?.axis === 1 && rows.order[1] === 1 ? rows : withLast(node, rows, 1);
  const result = inPlace(laid, node.op(type, [laid.tensor], type === 'SOFTMAX' ? { beta: 1 } : {}));
  return reshapedActivation(node, result, value.shape);
}

export const softmaxes: Operators = { Softmax: softmax('SOFTMAX'), LogSoftmax: softmax('LOG_SOFTMAX') };
