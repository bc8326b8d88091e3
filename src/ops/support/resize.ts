/** What the two operators that resize images share: options and the constant second input, which is the new size. */
import { int32Input } from './axis.ts';
import { checkInputCount } from './input-count.ts';
import type { OpNode } from './op-node.ts';
import type { OptionsTable } from './options-table.ts';
import { shape4 } from './window.ts';

/** The options of both. */
export interface ResizeAttrs {
  /** Corner pixels stay in the corners. */
  readonly alignCorners: boolean;
  /** Pixels are squares with a centre, not points. */
  readonly halfPixelCenters: boolean;
}

/** Above this, the fixed point numbers of TFLM's kernel overflow. */
const LARGEST_SIDE = 2 ** 20;

/** Height and width before and after. */
export interface Resizing {
  readonly batch: number;
  readonly depth: number;
  readonly height: { readonly input: number; readonly output: number };
  readonly width: { readonly input: number; readonly output: number };
}

/** The sizes. */
export function resizing(node: OpNode<ResizeAttrs>): Resizing {
  checkInputCount(node, 2, 2);
  const [batch, height, width, depth] = shape4(node, 0, 'an input');
  const size = int32Input(node, 1, 'size');
  if (node.input(1).shape.length !== 1 || size.length !== 2 || size.some((side) => side < 1)) {
    throw node.error(`has the size [${size.join(', ')}]; it needs a height and a width`);
  }
  if (Math.max(height, width, ...size) > LARGEST_SIDE) {
    throw node.error(`resizes [${height}, ${width}] to [${size.join(', ')}], which is too large`);
  }
  return {
    batch,
    depth,
    height: { input: height, output: size[0]! },
    width: { input: width, output: size[1]! },
  };
}

/** The output's shape. */
export function resizedShape(node: OpNode<ResizeAttrs>): [number, number, number, number] {
  const { batch, depth, height, width } = resizing(node);
  return [batch, height.output, width.output, depth];
}

/** The options in .tflite, whose slots begin at `first`. */
export function resizeOptions(union: number, first: number): OptionsTable<ResizeAttrs> {
  return {
    union,
    fields: {
      alignCorners: { slot: first, type: 'bool', default: false },
      halfPixelCenters: { slot: first + 1, type: 'bool', default: false },
    },
  };
}
