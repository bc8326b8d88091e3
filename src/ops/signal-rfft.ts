/** SIGNAL_RFFT: the spectrum of real samples, in fixed point. */
import { dtypeBytes } from '../graph/dtype.ts';
import { factors, transform } from './support/fourier.ts';
import { int32Field, reads, tableField, writes } from './support/kernel-call.ts';
import type { OpNode } from './support/op-node.ts';
import { checkOption, defineSignalOp, rowsOf, TENSOR_TYPES } from './support/signal.ts';

/** The options. */
interface RfftAttrs {
  /** TensorType of the samples. */
  readonly tensorType: number;
  /** Samples of a transform; shorter frames are filled with zeros. */
  readonly length: number;
}

/** Longest transform: its tables, and the places in them, stay small numbers. */
const LONGEST = 65_536;

function dtypeOf(node: OpNode<RfftAttrs>): 'int16' | 'int32' {
  const { tensorType } = node.attrs;
  if (tensorType === TENSOR_TYPES.int16) return 'int16';
  if (tensorType === TENSOR_TYPES.int32) return 'int32';
  throw node.error(`has the option T = ${tensorType}; its kernels take those of int16 and int32, 7 and 2`);
}

/** What kissfft keeps besides its tables: lengths, pointers, a list of radices. */
const KISSFFT_BYTES = 288;

export default defineSignalOp<RfftAttrs>({
  name: 'Rfft',
  register: 'RFFT',
  summary: 'the spectrum of real samples: complex numbers, real and imaginary part beside each other',
  types: ['int16', 'int32'],
  entries: {
    tensorType: { key: 'T', type: 'int32' },
    length: { key: 'fft_length', type: 'int32' },
  },
  inputs: 1,
  dtypes: [
    { inputs: ['int16'], outputs: ['int16'] },
    { inputs: ['int32'], outputs: ['int32'] },
  ],
  shapes(node) {
    const { length } = node.attrs;
    checkOption(node, 'fft_length', length, 4, LONGEST);
    const { shape } = node.input(0);
    if (length % 2 !== 0 || factors(length / 2) === undefined) {
      throw node.error(`is a transform of ${length} samples; TFLM's are of twice 2^a × 3^b × 5^c`);
    }
    if (rowsOf(node).size > length) {
      throw node.error(`has an input of shape [${shape.join(', ')}] for transforms of ${length} samples`);
    }
    return [[...shape.slice(0, -1), length + 2]];
  },
  // Factors of the transform, memory for its result, factors for real samples: n, n and n / 2 complex numbers.
  tflmBytes: (node) => KISSFFT_BYTES + Math.ceil(2.5 * node.attrs.length) * dtypeBytes(node.input(0).dtype),
  tflmScratch: (node) => [node.attrs.length * dtypeBytes(node.input(0).dtype)],
  kernels(node) {
    const { rows, size } = rowsOf(node);
    const { dtype } = node.input(0);
    if (dtype !== dtypeOf(node))
      throw node.error(`has an input of ${dtype} and options for ${dtypeOf(node)}`);
    const points = node.attrs.length / 2;
    const { radices, twiddles, superTwiddles } = transform(points, dtype === 'int16' ? 15 : 31);
    const bytes = 2 * points * dtypeBytes(dtype);
    return {
      kernel: dtype === 'int16' ? 'signal_rfft_s16' : 'signal_rfft_s32',
      fields: [
        int32Field('frames', rows),
        int32Field('input', size),
        int32Field('points', points),
        int32Field('stages', radices.length),
        tableField('radices', radices),
        tableField('twiddles', twiddles),
        tableField('super_twiddles', superTwiddles),
      ],
      args: [
        reads(node.inputIndex(0)),
        writes(node.outputIndex(0)),
        { kind: 'scratch', bytes },
        { kind: 'scratch', bytes },
      ],
    };
  },
});
