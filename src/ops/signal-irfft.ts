/** SIGNAL_IRFFT: real samples from their spectrum, in fixed point. */
import {
  FOURIER_DTYPES,
  FOURIER_ENTRIES,
  type FourierAttrs,
  fourierCall,
  fourierLength,
  kissfftBytes,
} from './support/fourier-op.ts';
import { reads, writes } from './support/kernel-call.ts';
import { defineSignalOp, rowsOf } from './support/signal.ts';

export default defineSignalOp<FourierAttrs>({
  name: 'Irfft',
  register: 'IRFFT',
  summary:
    'real samples from their spectrum, which is complex numbers, real and imaginary part beside each other',
  types: ['int16', 'int32'],
  entries: FOURIER_ENTRIES,
  inputs: 1,
  dtypes: FOURIER_DTYPES,
  // TFLM reads the first numbers of a longer spectrum, and beyond the end of a shorter one.
  shapes(node) {
    const length = fourierLength(node);
    const { shape } = node.input(0);
    const { size } = rowsOf(node);
    if (size % 2 !== 0 || size < length + 2) {
      throw node.error(
        `has an input of shape [${shape.join(', ')}]; spectra of ${length} samples are pairs of numbers, at least ${length / 2 + 1}`,
      );
    }
    return [[...shape.slice(0, -1), length]];
  },
  tflmBytes: kissfftBytes,
  kernels(node) {
    const { suffix, bytes, fields } = fourierCall(node, 'backwards');
    return {
      kernel: `signal_irfft_${suffix}`,
      fields,
      args: [reads(node.inputIndex(0)), writes(node.outputIndex(0)), { kind: 'scratch', bytes }],
    };
  },
});
