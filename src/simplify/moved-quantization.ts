/** The integers of a constant whose elements have been moved. */
import { type Graph, type Learned, type Op, tensorAt } from '../graph/graph.ts';
import { quantizeValues } from '../graph/quantize-values.ts';
import { findOp, OpNode } from '../ops/index.ts';

/** The dimension of the output that the scales lie along; undefined where they do not lie along one any longer. */
function movedAxis(graph: Graph, op: Op, { quant }: Learned): number | undefined {
  if (quant.scale.length === 1) return 0;
  const node = new OpNode<unknown>(graph, op);
  const order = findOp(op.type)?.algebra?.permutation?.(node);
  if (order !== undefined) return order.indexOf(quant.axis);
  const [from, to] = [node.input(0).shape, node.output().shape];
  const before = (shape: readonly number[], axis: number) =>
    shape.slice(0, axis).reduce((product, dim) => product * dim, 1);
  const axis = to.findIndex(
    (dim, d) => dim === from[quant.axis] && before(to, d) === before(from, quant.axis),
  );
  return axis < 0 ? undefined : axis;
}

/**
 * What an operation that does nothing but move all elements of a constant leaves of the quantization given for it.
 *
 * @param graph where the operation's output is a constant already
 */
export function movedQuantization(graph: Graph, op: Op): Learned | undefined {
  const algebra = findOp(op.type)?.algebra;
  const { learned } = tensorAt(graph, op.inputs[0]!);
  if (learned === undefined || (!algebra?.sameElements && algebra?.permutation === undefined))
    return undefined;
  const axis = movedAxis(graph, op, learned);
  if (axis === undefined) return undefined;
  const output = tensorAt(graph, op.outputs[0]!);
  const { dtype } = learned;
  const quant = { ...learned.quant, axis };
  // The real values lie on the grid of the integers, or within half a step of it for large int32.
  return { dtype, quant, data: quantizeValues(output.data as Float32Array, { ...output, dtype, quant }) };
}
