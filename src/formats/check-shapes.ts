/**
 * Importers take shapes from the model file; the kernels trust them. A file whose shapes contradict its operators
 * would make a kernel write beyond its output, so every importer ends with this check.
 */
import { TflqError } from '../common/errors.ts';
import { type Graph, type Op, tensorAt } from '../graph/graph.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import { findOp, OpNode } from '../ops/index.ts';

/** Refuses an output that is state, but of operators whose outputs are. */
function checkStateOutput(graph: Graph, op: Op, index: number, allowed: boolean): void {
  const state = op.outputs.find((output) => {
    const { isVariable, isHandle } = tensorAt(graph, output);
    return isVariable && !isHandle;
  });
  if (state === undefined || allowed) return;
  throw new TflqError(
    'model',
    `operator ${index} (${op.type}) has an output in ${tensorLabel(graph, state)}, which is state of the network`,
  );
}

/**
 * Checks that every operator that src/ops knows has outputs of just the shapes that its rule gives.
 *
 * @throws TflqError('model') that names the first operator where it is not so
 */
export function checkShapes(graph: Graph): void {
  graph.ops.forEach((op, index) => {
    const def = findOp(op.type);
    checkStateOutput(graph, op, index, def?.stateOutput === true);
    if (def === undefined) return;
    const node = new OpNode(graph, op, index);
    const shapes = def.shapes(node);
    if (shapes.length !== op.outputs.length) {
      throw node.error(`has ${op.outputs.length} outputs instead of ${shapes.length}`);
    }
    shapes.forEach((shape, i) => {
      const recorded = node.output(i).shape;
      if (shape.length === recorded.length && shape.every((dim, axis) => dim === recorded[axis])) return;
      throw new TflqError(
        'model',
        `${node.label} has an output of shape [${recorded.join(', ')}] in the file, but gives [${shape.join(', ')}]`,
        { hint: 'Export the model again with a fixed input shape.' },
      );
    });
  });
}
