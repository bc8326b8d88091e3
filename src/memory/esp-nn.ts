/**
 * The scratch buffers that ESP-NN's kernels ask of TFLM's arena, where TFLM is Espressif's (esp-tflite-micro 1.4, esp-nn
 * 1.2: what its functions esp_nn_get_..._scratch_size return, bounds from above in a few corners). The kernels for the
 * ESP32-S3 and the ESP32-P4 copy weights and inputs to where their vector instructions can take them; those for other
 * chips do not.
 */
import { type OpNode, opDef } from '../ops/index.ts';
import { alignUp } from './planner.ts';

/** Which of ESP-NN's kernels a chip gets; `none` stands for a TFLM without ESP-NN. */
export type EspNn = 'generic' | 'esp32s3' | 'esp32p4' | 'none';

/** A convolution. Sizes in elements of one byte. */
interface Window {
  readonly height: number;
  readonly width: number;
  readonly depth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outDepth: number;
  readonly tapsHeight: number;
  readonly tapsWidth: number;
  readonly padHeight: number;
  readonly padWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  /** How far the last window reaches beyond the input, counted as ESP-NN does. */
  readonly beyondHeight: number;
  readonly beyondWidth: number;
}

/** Reads it from the fields of our own kernel of the same name. */
function windowOf(fields: ReadonlyMap<string, number>, outDepth: number): Window {
  const field = (name: string): number => fields.get(name)!;
  const [height, width] = [field('input_height'), field('input_width')];
  const [outHeight, outWidth] = [field('output_height'), field('output_width')];
  const [tapsHeight, tapsWidth] = [field('window_height'), field('window_width')];
  const [strideHeight, strideWidth] = [field('stride_height'), field('stride_width')];
  return {
    ...{ height, width, outHeight, outWidth, outDepth, tapsHeight, tapsWidth, strideHeight, strideWidth },
    depth: field('input_depth'),
    padHeight: field('padding_height'),
    padWidth: field('padding_width'),
    beyondHeight: Math.max(0, outHeight * strideHeight + tapsHeight - 1 - height),
    beyondWidth: Math.max(0, outWidth * strideWidth + tapsWidth - 1 - width),
  };
}

/** The input with so many rows and columns more. */
function padded({ height, width, depth }: Window, rows: number, columns: number, channels = depth): number {
  return (height + rows) * (width + columns) * channels;
}

function isPadded({ padHeight, padWidth }: Window): boolean {
  return padHeight > 0 || padWidth > 0;
}

/** A convolution of single pixels: both chips turn eight of them round at a time. */
function pointwise(w: Window, margin: number): number {
  const channels = alignUp(w.depth, 8);
  const turned = w.height * w.width < 8 ? 0 : 16 * channels;
  const input = w.depth % 8 === 0 ? 0 : padded(w, 0, 0, channels);
  return input + channels * w.outDepth + turned + margin;
}

function isPointwise(w: Window): boolean {
  return w.tapsHeight * w.tapsWidth * w.strideHeight * w.strideWidth === 1 && !isPadded(w);
}

function convolutionS3(w: Window): number {
  const margin = 64;
  if (isPointwise(w)) return pointwise(w, margin);
  const [row, taps] = [w.tapsWidth * w.depth, w.tapsWidth * w.tapsHeight];
  if (row < 16 && taps * w.depth >= 16) {
    const window = alignUp(taps * w.depth, 16);
    return w.outDepth * (4 + window) + window + 32 + margin;
  }
  const input = isPadded(w) ? padded(w, 2 * w.padHeight, 2 * w.padWidth) : 0;
  const filter = taps * alignUp(w.depth, 16) * w.outDepth;
  const filterRows = alignUp(row, 16) * w.tapsHeight * w.outDepth;
  const beyond = w.beyondHeight + w.beyondWidth > 0 ? padded(w, w.beyondHeight, w.beyondWidth) : 0;
  return input + filter + filterRows + beyond + 4 * w.outDepth + margin;
}

function convolutionP4(w: Window): number {
  const margin = 32;
  const sums = 4 * w.outDepth;
  if (isPointwise(w)) return w.depth < 16 ? sums + 16 * w.outDepth + 32 + margin : pointwise(w, margin);
  const taps = w.tapsWidth * w.tapsHeight;
  if (!isPadded(w) && w.tapsWidth * w.depth >= 16) {
    return taps * alignUp(w.depth, 16) * w.outDepth + sums + margin;
  }
  if (taps * w.depth >= 16) return sums + taps * w.depth + margin;
  const channels = alignUp(Math.ceil(16 / w.tapsWidth), 16);
  return sums + taps * channels * w.outDepth + padded(w, 2 * w.padHeight, 2 * w.padWidth, channels) + margin;
}

/** From so many bytes on, inputs and weights as int16 or padded inputs are worked on in strips. */
const STRIPS_16_BIT = 48 * 1024;
const STRIPS_8_BIT = 40 * 1024;

/** Three by three taps, for channels in groups of 8. */
function depthwise3x3S3(w: Window): number {
  const filter = 9 * w.depth;
  if (w.depth % 16 === 0) {
    const [rows, columns] = isPadded(w) ? [2 * w.padHeight, 2 * w.padWidth] : [w.beyondHeight, w.beyondWidth];
    if (rows + columns === 0) return filter + 16;
    const whole = padded(w, rows, columns);
    return filter + (whole <= STRIPS_8_BIT ? whole : (w.width + columns) * 3 * w.depth) + 16;
  }
  if (w.depth < 12) return 2 * (filter + padded(w, 0, 0)) + 32;
  const channels = alignUp(w.depth, 16);
  const [rows, columns] = [2 * w.padHeight + w.beyondHeight, 2 * w.padWidth + w.beyondWidth];
  return (9 + w.outHeight * w.outWidth) * channels + padded(w, rows, columns, channels) + 64;
}

function depthwiseS3(w: Window, multiplier: number): number {
  const taps = w.tapsWidth * w.tapsHeight;
  if (multiplier === 1 && w.depth % 8 === 0) {
    if (w.tapsWidth === 3 && w.tapsHeight === 3) return depthwise3x3S3(w);
    const whole = 2 * (taps * w.depth + padded(w, 0, 0));
    return 32 + (whole <= STRIPS_16_BIT ? whole : 2 * (taps + w.width * w.tapsHeight) * w.depth);
  }
  if (multiplier === 1 && w.depth > 3) {
    const channels = alignUp(w.depth, 8);
    const parts = [2 * taps * channels, 2 * padded(w, 0, 0, channels), w.outHeight * w.outWidth * channels];
    return parts.reduce((sum, bytes) => sum + alignUp(bytes, 16), 12 * channels + 16);
  }
  return multiplier % 4 === 0 ? 2 * (taps * w.outDepth + padded(w, 0, 0)) + 32 : 32;
}

type Sizes = Readonly<
  Record<Exclude<EspNn, 'none'>, (fields: ReadonlyMap<string, number>, outDepth: number) => number>
>;

const none = (): number => 0;

/** The exponentials of one row. */
const row = (fields: ReadonlyMap<string, number>): number => 4 * fields.get('depth')!;

/** By the name of our own kernel that computes the same. */
const SIZES: Readonly<Record<string, Sizes>> = {
  conv_2d_s8: {
    generic: none,
    esp32s3: (fields, outDepth) => convolutionS3(windowOf(fields, outDepth)),
    esp32p4: (fields, outDepth) => convolutionP4(windowOf(fields, outDepth)),
  },
  depthwise_conv_2d_s8: {
    generic: none,
    esp32s3: (fields, outDepth) => depthwiseS3(windowOf(fields, outDepth), fields.get('depth_multiplier')!),
    esp32p4: none,
  },
  softmax_s8: { generic: row, esp32s3: row, esp32p4: row },
};

/** The scratch buffers, in bytes, that ESP-NN's kernels ask for to execute an operation. */
export function espNnScratch(node: OpNode<unknown>, chip: EspNn): number[] {
  if (chip === 'none') return [];
  const calls = opDef(node.op.type, node.index).kernels(node);
  return calls.flatMap(({ kernel, fields }) => {
    const sizes = Object.hasOwn(SIZES, kernel) ? SIZES[kernel] : undefined;
    if (sizes === undefined) return [];
    const numbers = fields.flatMap((field) =>
      field.type === 'int32' ? [[field.name, field.value] as const] : [],
    );
    const bytes = sizes[chip](new Map(numbers), node.output().shape.at(-1) ?? 1);
    return bytes > 0 ? [bytes] : [];
  });
}
