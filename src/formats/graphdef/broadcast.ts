/** Shapes that stretch to each other. */
import { elementCount } from '../../graph/graph.ts';
import { type Constant, pick, walk } from '../support/constants/constant.ts';
import type { NodeImport } from './node-import.ts';

/** The shape that all shapes stretch to. */
export function broadcastShape(node: NodeImport, shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, d) => {
    const dims = shapes.map((shape) => shape[d - rank + shape.length] ?? 1);
    const dim = dims.find((own) => own !== 1) ?? 1;
    if (dims.every((own) => own === 1 || own === dim)) return dim;
    throw node.error(`combines the shapes ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ')}`);
  });
}

/** A constant stretched to a shape. */
export function stretched(node: NodeImport, constant: Constant, shape: readonly number[]): Constant {
  node.reserve(elementCount(shape));
  const added = shape.length - constant.shape.length;
  let step = 1;
  const strides = new Array<number>(shape.length).fill(0);
  for (let d = shape.length - 1; d >= added; d--) {
    const dim = constant.shape[d - added]!;
    if (dim !== 1) strides[d] = step;
    step *= dim;
  }
  return pick(constant, shape, walk(shape, strides));
}
