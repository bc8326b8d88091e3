/** Factors and summands by constants, in float32 and in the order in which TensorFlow's converter computes. */
import type { Learned } from '../graph/graph.ts';
import type { Affine } from '../ops/support/algebra.ts';
import type { Editor } from './editor.ts';

const { fround } = Math;

/** A number after the operation. */
export function applied(operation: Affine['operation'], value: number, constant: number): number {
  switch (operation) {
    case 'multiply':
      return fround(value * constant);
    case 'divide':
      return fround(value / constant);
    case 'add':
      return fround(value + constant);
    case 'subtract':
      return fround(value - constant);
  }
}

/** True for what scales, false for what shifts. */
export function isFactor(operation: Affine['operation']): boolean {
  return operation === 'multiply' || operation === 'divide';
}

/**
 * What an operation does to its input by a constant of its own.
 *
 * @returns undefined where it does not, where its numbers are no real ones, or where the constant stretches the input
 */
export function affineOf(editor: Editor, id: number): Affine | undefined {
  const node = editor.node(id);
  const affine = editor.algebra(id).affine?.(node);
  if (affine === undefined) return undefined;
  const { dtype, shape } = node.output();
  const input = node.input(affine.input);
  const isReal =
    dtype === 'float32' && input.dtype === 'float32' && node.input(affine.constant).dtype === 'float32';
  return isReal && String(shape) === String(input.shape) ? affine : undefined;
}

/** The grid of symmetric integers after a factor for each channel; undefined where they lie on no such grid. */
export function scaledLearned(
  { dtype, quant, data }: Learned,
  axis: number,
  channelOf: (k: number) => number,
  factors: readonly number[],
): Learned | undefined {
  const isSymmetric = quant.zeroPoint.every((zero) => zero === 0);
  if (dtype !== 'int8' || data === undefined || !isSymmetric) return undefined;
  if ((quant.scale.length > 1 && quant.axis !== axis) || factors.some((factor) => factor === 0))
    return undefined;
  if ((data as Int8Array).includes(-128)) return undefined;
  const scale = factors.map((factor, c) =>
    fround((quant.scale.length > 1 ? quant.scale[c]! : quant.scale[0]!) * Math.abs(factor)),
  );
  if (scale.some((one) => !(one > 0 && Number.isFinite(one)))) return undefined;
  const integers = (data as Int8Array).map((value, k) => (factors[channelOf(k)]! < 0 ? -value : value));
  return { dtype, quant: { scale, zeroPoint: scale.map(() => 0), axis }, data: integers };
}
