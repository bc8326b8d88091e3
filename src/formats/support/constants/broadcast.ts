/** Shapes that stretch to each other: dimensions are matched from the last one, and a dimension of 1 stretches. */
import { type Constant, pick, stridesOf, walk } from './constant.ts';

/** The shape that all shapes stretch to; an error of `node`, whose operator combines them, where they do not. */
export function broadcastShape(
  node: { error(message: string): Error },
  shapes: readonly (readonly number[])[],
): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, d) => {
    const dims = shapes.map((shape) => shape[d - rank + shape.length] ?? 1);
    const dim = dims.find((own) => own !== 1) ?? 1;
    if (dims.every((own) => own === 1 || own === dim)) return dim;
    const listed = shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ');
    throw node.error(`cannot combine the shapes ${listed}`);
  });
}

/** A constant stretched to a shape that its own stretches to. */
export function stretched(constant: Constant, shape: readonly number[]): Constant {
  const added = shape.length - constant.shape.length;
  const own = stridesOf(constant.shape);
  const strides = shape.map((_dim, d) =>
    d < added || constant.shape[d - added] === 1 ? 0 : own[d - added]!,
  );
  return pick(constant, shape, walk(shape, strides));
}
