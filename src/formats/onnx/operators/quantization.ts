/** QuantizeLinear and DequantizeLinear. */
import {
  type Constant,
  type ConstantQuant,
  constantOf,
  realValues,
  reordered,
} from '../../support/constants/constant.ts';
import { type ElementType, numbersFor } from '../../support/constants/element-types.ts';
import { storedType } from '../element-types.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { dequantized, quantized, scalingOf } from '../stand-ins.ts';

/** Ranges of the integers that constants are quantized to. */
const RANGES: Readonly<Partial<Record<ElementType, readonly [number, number]>>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

/** Scales and zero points of a constant, which lie at inputs `at` and `at + 1`. */
export function constantQuant(
  node: NodeImport,
  constant: Constant,
  at: number,
  given: number,
): ConstantQuant {
  const scales = node.constant(at, 'scales');
  const zeros = node.inputs[at + 1] === undefined ? undefined : node.constant(at + 1, 'zero points');
  const scale = Array.from(realValues(scales).data);
  const zeroPoint = zeros === undefined ? scale.map(() => 0) : Array.from(zeros.data);
  if (zeroPoint.length !== scale.length) {
    throw node.error(`has ${scale.length} scales and ${zeroPoint.length} zero points`);
  }
  if (scale.length === 1) return { scale, zeroPoint, axis: 0 };
  const axis = node.axis(given, constant.shape.length);
  if (scales.shape.length === 1 && constant.shape[axis] === scale.length) return { scale, zeroPoint, axis };
  throw node.error(`has ${scale.length} scales for ${constant.shape[axis]} slices along dimension ${axis}`);
}

/** Scales of blocks along a dimension, one for each of its elements. */
function perElement(node: NodeImport, scales: Constant, constant: Constant, axis: number): Constant {
  const size = node.attributes.int('block_size', 0);
  const from = Array.from({ length: constant.shape[axis]! }, (_, i) => Math.floor(i / size));
  const fits = scales.shape.every((dim, d) =>
    d === axis ? dim > (from.at(-1) ?? 0) : dim === constant.shape[d],
  );
  if (!fits || scales.shape.length !== constant.shape.length || size < 1)
    throw node.error('has blocks that do not fit');
  return reordered(scales, axis, from);
}

/** A constant quantized in blocks, as real numbers: TFLite knows no blocks. */
function fromBlocks(node: NodeImport, constant: Constant): Constant {
  const axis = node.axis(node.attributes.int('axis', 1), constant.shape.length);
  const scales = perElement(node, realValues(node.constant(1, 'scales')), constant, axis).data;
  const zeros =
    node.inputs[2] === undefined
      ? undefined
      : perElement(node, node.constant(2, 'zero points'), constant, axis).data;
  const data = Float32Array.from(constant.data, (value, i) => (value - (zeros?.[i] ?? 0)) * scales[i]!);
  return constantOf('float32', constant.shape, data);
}

const dequantizeLinear: Convert = (node) => {
  const value = node.value(0);
  if (value.kind === 'activation') return dequantized(node, value, scalingOf(node, 1));
  if (node.attributes.int('block_size', 0) !== 0) return fromBlocks(node, value);
  return { ...value, quant: constantQuant(node, value, 1, node.attributes.int('axis', 1)) };
};

/** The element type that a QuantizeLinear gives. */
function outputType(node: NodeImport): ElementType {
  if (node.inputs[2] !== undefined) return node.constant(2, 'zero points').type;
  return storedType(node.attributes.int('output_dtype', 0))?.type ?? 'uint8';
}

/** A constant as integers: rounded to the nearest, halves to even, and limited to the type's range. */
function quantizedConstant(node: NodeImport, constant: Constant): Constant {
  if (node.attributes.int('block_size', 0) !== 0) throw node.error('quantizes a constant in blocks');
  const { scale, zeroPoint, axis } = constantQuant(node, constant, 1, node.attributes.int('axis', 1));
  const type = outputType(node);
  const range = RANGES[type];
  if (range === undefined) throw node.error(`quantizes to ${type}`);
  const real = realValues(constant).data;
  const inner =
    scale.length === 1 ? 1 : constant.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const data = numbersFor(type, real.length);
  for (let i = 0; i < real.length; i++) {
    const c = Math.floor(i / inner) % scale.length;
    const steps = Math.fround(real[i]! / scale[c]!);
    const down = Math.floor(steps);
    const rounded = steps - down === 0.5 ? down + (Math.abs(down) % 2) : Math.round(steps);
    data[i] = Math.max(range[0], Math.min(range[1], rounded + zeroPoint[c]!));
  }
  return constantOf(type, constant.shape, data);
}

const quantizeLinear: Convert = (node) => {
  const value = node.value(0);
  if (value.kind === 'constant') return quantizedConstant(node, value);
  const scaling = scalingOf(node, 1);
  return quantized(
    node,
    value,
    node.inputs[2] === undefined ? { ...scaling, type: outputType(node) } : scaling,
  );
};

export const quantizations: Operators = {
  DequantizeLinear: dequantizeLinear,
  QuantizeLinear: quantizeLinear,
};
