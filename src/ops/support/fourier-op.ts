/** What the operators of Fourier transforms share, whichever way they transform: options, lengths and tables. */
import { type DType, dtypeBytes } from '../../graph/dtype.ts';
import { type Direction, factors, transform } from './fourier.ts';
import { int32Field, type KernelCall, tableField } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';
import type { OptionsMap } from './options-map.ts';
import { checkOption, rowsOf, TENSOR_TYPES } from './signal.ts';

/** The options. */
export interface FourierAttrs {
  /** TensorType of the samples. */
  readonly tensorType: number;
  /** Samples of a transform. */
  readonly length: number;
}

export const FOURIER_ENTRIES: OptionsMap<FourierAttrs>['entries'] = {
  tensorType: { key: 'T', type: 'int32' },
  length: { key: 'fft_length', type: 'int32' },
};

/** The element types that the kernels take. */
export const FOURIER_DTYPES: readonly {
  readonly inputs: readonly DType[];
  readonly outputs: readonly DType[];
}[] = [
  { inputs: ['int16'], outputs: ['int16'] },
  { inputs: ['int32'], outputs: ['int32'] },
];

/** Longest transform: its tables, and the places in them, stay small numbers. */
const LONGEST = 65_536;

/** What kissfft keeps besides its tables: lengths, pointers, a list of radices. */
const KISSFFT_BYTES = 288;

function dtypeOf(node: OpNode<FourierAttrs>): 'int16' | 'int32' {
  const { tensorType } = node.attrs;
  if (tensorType === TENSOR_TYPES.int16) return 'int16';
  if (tensorType === TENSOR_TYPES.int32) return 'int32';
  throw node.error(`has the option T = ${tensorType}; its kernels take those of int16 and int32, 7 and 2`);
}

/** The samples of a transform; refuses what has other prime factors than TFLM's transforms. */
export function fourierLength(node: OpNode<FourierAttrs>): number {
  const { length } = node.attrs;
  checkOption(node, 'fft_length', length, 4, LONGEST);
  if (length % 2 !== 0 || factors(length / 2) === undefined) {
    throw node.error(`is a transform of ${length} samples; TFLM's are of twice 2^a × 3^b × 5^c`);
  }
  return length;
}

/**
 * Bytes that TFLM's kissfft keeps: factors of the transform, memory for its result, factors for real samples, which are
 * n, n and n / 2 complex numbers for 2n samples.
 */
export function kissfftBytes(node: OpNode<FourierAttrs>): number {
  return KISSFFT_BYTES + Math.ceil(2.5 * node.attrs.length) * dtypeBytes(node.input(0).dtype);
}

/** What the call of either kernel is made of: called after `fourierLength`. */
export function fourierCall(
  node: OpNode<FourierAttrs>,
  direction: Direction,
): Pick<KernelCall, 'fields'> & {
  /** How the kernel of the element type ends. */
  readonly suffix: 's16' | 's32';
  /** Of memory for the complex numbers of one transform. */
  readonly bytes: number;
} {
  const { rows, size } = rowsOf(node);
  const { dtype } = node.input(0);
  if (dtype !== dtypeOf(node)) {
    throw node.error(`has an input of ${dtype} and options for ${dtypeOf(node)}`);
  }
  const points = node.attrs.length / 2;
  const { radices, twiddles, superTwiddles } = transform(points, dtype === 'int16' ? 15 : 31, direction);
  return {
    suffix: dtype === 'int16' ? 's16' : 's32',
    bytes: 2 * points * dtypeBytes(dtype),
    fields: [
      int32Field('frames', rows),
      int32Field('input', size),
      int32Field('points', points),
      int32Field('stages', radices.length),
      tableField('radices', radices),
      tableField('twiddles', twiddles),
      tableField('super_twiddles', superTwiddles),
    ],
  };
}
