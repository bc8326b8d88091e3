/** PAD and PADV2: a border around a tensor, whose widths are a constant second input. */
import type { DType } from '../../graph/dtype.ts';
import { elementCount } from '../../graph/graph.ts';
import { int32Input } from './axis.ts';
import type { NoAttrs } from './elementwise.ts';
import { rowMajorStrides } from './loop-nest.ts';
import type { Move } from './move.ts';
import type { OpNode } from './op-node.ts';

/** What TFLM's kernel pads. */
export const PADDED_TYPES: readonly DType[] = ['int8', 'int16', 'int32', 'float32'];

/** TFLM's kernel handles that many dimensions. */
const MAX_RANK = 5;

/** Elements before and after each dimension. */
export function borders(node: OpNode<NoAttrs>): [before: number, after: number][] {
  const rank = node.input(0).shape.length;
  if (rank > MAX_RANK) throw node.error(`has an input of ${rank} dimensions; TFLM pads at most ${MAX_RANK}`);
  const values = int32Input(node, 1, 'paddings');
  if (values.length !== 2 * rank) {
    throw node.error(`has ${values.length} paddings for ${rank} dimensions; it needs two for each`);
  }
  if (values.some((value) => value < 0)) throw node.error(`has a negative padding (${values.join(', ')})`);
  return node.input(0).shape.map((_dim, d) => [values[2 * d]!, values[2 * d + 1]!]);
}

/** The output's shape. */
export function paddedShape(node: OpNode<NoAttrs>): number[] {
  const { shape } = node.input(0);
  return borders(node).map(([before, after], d) => shape[d]! + before + after);
}

/** The move of the input into the middle of the output. */
export function middleMove(node: OpNode<NoAttrs>): Move {
  const { shape } = node.input(0);
  const outputStrides = rowMajorStrides(paddedShape(node));
  return {
    from: 0,
    to: 0,
    extents: shape,
    inputStrides: rowMajorStrides(shape),
    outputStrides,
    outputStart: borders(node).reduce((sum, [before], d) => sum + before * outputStrides[d]!, 0),
  };
}

/** Whether there is any border. */
export function hasBorder(node: OpNode<NoAttrs>): boolean {
  return elementCount(paddedShape(node)) > elementCount(node.input(0).shape);
}

/** The version in .tflite. */
export function paddingVersion(node: OpNode<NoAttrs>): number {
  const { shape, dtype } = node.input(0);
  if (shape.length > 4) return 4;
  return dtype === 'int16' ? 3 : dtype === 'int8' ? 2 : 1;
}
