/**
 * Integers that stand for real numbers. Where an ONNX file quantizes an activation, the graph gets a pair of QUANTIZE
 * and DEQUANTIZE, and goes on with the real numbers behind it, which know what integers they stand for. A
 * DequantizeLinear on them is then nothing but themselves.
 */
import { inPlace } from './layout.ts';
import type { NodeImport } from './node-import.ts';
import type { Activation, Value } from './values.ts';

/** How integers of a type of ONNX become those of TFLite: the type, and what is taken from the zero point. */
interface Target {
  readonly dtype: 'int8' | 'int16';
  readonly shift: number;
  /** The range of ONNX's integers. */
  readonly min: number;
  readonly max: number;
}

const TARGETS: Readonly<Partial<Record<string, Target>>> = {
  int8: { dtype: 'int8', shift: 0, min: -128, max: 127 },
  uint8: { dtype: 'int8', shift: 128, min: 0, max: 255 },
  int16: { dtype: 'int16', shift: 0, min: -32768, max: 32767 },
  uint16: { dtype: 'int16', shift: 32768, min: 0, max: 65535 },
};

/** A scale and a zero point of an activation, as inputs `scale` and `scale + 1` of the node. */
export interface Scaling {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly type: string;
}

/** Reads them; the zero point may be absent. */
export function scalingOf(node: NodeImport, at: number): Scaling {
  const scale = node.scalar(at, 'a scale of an activation');
  if (scale === undefined || !(scale > 0 && Number.isFinite(scale)))
    throw node.error(`has the scale ${scale}`);
  const zero = node.inputs[at + 1] === undefined ? undefined : node.constant(at + 1, 'a zero point');
  const zeroPoint = zero === undefined ? 0 : node.scalar(at + 1, 'a zero point')!;
  return { scale: Math.fround(scale), zeroPoint, type: zero?.type ?? 'uint8' };
}

/** How far the end of a range may be from 6 to be taken for it: a hundredth of a step or so. */
const SIX_TOLERANCE = 1e-3;

/**
 * The activation that the range of the integers stands for. Quantizers leave Relu and Clip out where a range that
 * begins at 0 cuts off what is below anyway; in real numbers nothing would.
 */
function limited(node: NodeImport, value: Activation, scaling: Scaling, { min, max }: Target): Activation {
  if (scaling.zeroPoint !== min || value.nonNegative) return value;
  const isSix = Math.abs(scaling.scale * (max - min) - 6) < SIX_TOLERANCE;
  return { ...inPlace(value, node.op(isSix ? 'RELU6' : 'RELU', [value.tensor])), nonNegative: true };
}

/** Real numbers as the integers that they become, and as the real numbers which those stand for. */
export function quantized(node: NodeImport, given: Activation, scaling: Scaling): Activation {
  const { scale, zeroPoint, type } = scaling;
  const target = TARGETS[type];
  if (target === undefined) {
    throw node.error(`quantizes to ${type}`, 'Quantize activations to 8 or 16 bits.');
  }
  const value = limited(node, given, scaling, target);
  const quant = { scale: [scale], zeroPoint: [zeroPoint - target.shift], axis: 0 };
  const integers = node.op('QUANTIZE', [value.tensor], {}, { dtype: target.dtype, quant });
  const real = node.op('DEQUANTIZE', [integers], {}, { dtype: 'float32' });
  return {
    ...inPlace(value, real),
    stands: { scale, zeroPoint },
    ...(value.nonNegative && { nonNegative: true }),
  };
}

/** The real numbers of integers with that scale and zero point. */
export function dequantized(node: NodeImport, value: Activation, { scale, zeroPoint }: Scaling): Activation {
  const { stands, ...real } = value;
  if (stands === undefined) throw node.error('takes real numbers out of what are no integers');
  if (stands.scale === scale && stands.zeroPoint === zeroPoint) return real;
  throw node.error(
    `takes integers of scale ${stands.scale} and zero point ${stands.zeroPoint} for such of ${scale} and ${zeroPoint}`,
  );
}

/** Operators that move and choose elements, and compute none: they take integers as well as real numbers. */
const MOVING: ReadonlySet<string> = new Set([
  'Concat',
  'DepthToSpace',
  'Dropout',
  'Expand',
  'Flatten',
  'Gather',
  'GlobalMaxPool',
  'Identity',
  'MaxPool',
  'Reshape',
  'Slice',
  'SpaceToDepth',
  'Split',
  'Squeeze',
  'Tile',
  'Transpose',
  'Unsqueeze',
]);

/** What a node gives, standing for the integers that all its inputs stand for where it only moves them. */
export function stillStanding(
  type: string,
  inputs: readonly (Value | undefined)[],
  results: readonly Value[],
): Value[] {
  const activations = inputs.filter((value) => value?.kind === 'activation');
  const stands = activations[0]?.stands;
  const same = activations.every(
    (value) => value.stands?.scale === stands?.scale && value.stands?.zeroPoint === stands?.zeroPoint,
  );
  if (stands === undefined || !same || !MOVING.has(type)) return [...results];
  return results.map((value) => (value.kind === 'activation' ? { ...value, stands } : value));
}
