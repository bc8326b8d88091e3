/** Strides, dilations and paddings of convolutions and pools. */
import type { NodeImport } from './node-import.ts';

/** Refuses images that have channels before height and width. */
export function requireChannelsLast(node: NodeImport): void {
  const format = node.text('data_format', 'NHWC');
  if (format === 'NHWC') return;
  throw node.error(
    `has the data format ${format}: channels before height and width`,
    'Build the model with data_format="channels_last": microcontrollers have no other kernels.',
  );
}

/** Height and width of an attribute of four numbers; 1 where there is none. */
export function heightWidth(node: NodeImport, name: string, given = node.ints(name)): [number, number] {
  const [batch, height, width, channels] = given.length === 0 ? [1, 1, 1, 1] : given;
  const fits = [height, width].every((size) => Number.isInteger(size) && size! >= 1 && size! < 2 ** 24);
  if (given.length !== 4 && given.length !== 0) throw node.error(`has ${given.length} numbers as ${name}`);
  if (batch === 1 && channels === 1 && fits) return [height!, width!];
  throw node.error(`has the ${name} [${given.join(', ')}], which no kernel takes`);
}

/** An image and the padding that is left to the operator, once explicit paddings are added by PAD. */
export function padded(node: NodeImport, image: number): { image: number; padding: 'SAME' | 'VALID' } {
  const padding = node.text('padding', 'VALID');
  if (padding === 'SAME' || padding === 'VALID') return { image, padding };
  const pads = node.ints('explicit_paddings');
  if (padding !== 'EXPLICIT' || pads.length !== 8)
    throw node.error(`has the padding ${JSON.stringify(padding)}`);
  const rows = node.numbers('paddings', pads, [4, 2]);
  return { image: node.op('PAD', [image, rows]), padding: 'VALID' };
}

/** The shape of an image: input `i`, [batch, height, width, channels]. */
export function imageShape(node: NodeImport, i = 0): readonly [number, number, number, number] {
  const shape = node.shape(i);
  if (shape.length === 4) return shape as unknown as readonly [number, number, number, number];
  throw node.error(
    `has an input of the shape [${shape.join(', ')}]`,
    'Only operators of two spatial dimensions can be imported.',
  );
}
