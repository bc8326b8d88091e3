/** Networks whose inputs have open dimensions: once these are known, every operator says what its outputs have. */
import { TflqError } from '../../common/errors.ts';
import type { Graph, Tensor } from '../../graph/graph.ts';
import { plainName } from '../../graph/plain-name.ts';
import { tensorLabel } from '../../graph/tensor-label.ts';
import { findOp, OpNode } from '../../ops/index.ts';
import type { ReadOptions } from '../model-format.ts';
import { inputShape, type OpenShape } from '../support/input-shape.ts';

/** What the user said of an input, by its name in the file or by its plain one. */
function givenShapes(name: string, given: ReadOptions['inputShapes']): ReadOptions['inputShapes'] {
  const shape = given?.get(plainName(name));
  return shape === undefined || given?.has(name) ? given : new Map([[name, shape]]);
}

/**
 * Gives every tensor its shape.
 *
 * @param open the shapes of tensors with open dimensions other than the batch
 * @param given what the user says
 * @returns the graph itself where nothing was open
 * @throws TflqError('model') where an input stays open, or an operator's output does
 */
export function closeShapes(
  graph: Graph,
  open: ReadonlyMap<Tensor, OpenShape>,
  given: ReadOptions['inputShapes'],
): Graph {
  const isOpen = graph.tensors.some((tensor) => open.has(tensor));
  if (!isOpen && (given?.size ?? 0) === 0) return graph;
  const tensors = [...graph.tensors];
  for (const index of graph.inputs) {
    const tensor = graph.tensors[index];
    if (tensor === undefined) continue;
    const { name, shape } = tensor;
    const known = inputShape(
      name,
      open.get(tensor) ?? shape,
      givenShapes(name, given),
      graph.inputs.length === 1,
    );
    tensors[index] = { ...tensor, shape: known };
  }
  if (!isOpen) return graph;
  const closed = { ...graph, tensors };
  graph.ops.forEach((op, k) => {
    const def = findOp(op.type);
    const shapes = def?.shapes(new OpNode(closed, op, k));
    op.outputs.forEach((index, o) => {
      const tensor = graph.tensors[index];
      if (tensor === undefined) return;
      const shape = shapes?.[o];
      if (shape !== undefined) tensors[index] = { ...tensors[index]!, shape };
      else if (open.has(tensor)) {
        throw new TflqError(
          'model',
          `operator ${k} (${op.type}) gives ${tensorLabel(graph, index)} an open shape`,
          {
            hint: 'Export the model with a fixed input shape.',
          },
        );
      }
    });
  });
  return closed;
}
