/** SIGNAL_RFFT: the spectrum of real samples, in fixed point. */
import { dtypeBytes } from '../graph/dtype.ts';
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
  name: 'Rfft',
  register: 'RFFT',
  summary: 'the spectrum of real samples: complex numbers, real and imaginary part beside each other',
  types: ['int16', 'int32'],
  entries: FOURIER_ENTRIES,
  inputs: 1,
  dtypes: FOURIER_DTYPES,
  // Shorter frames are filled with zeros.
  shapes(node) {
    const length = fourierLength(node);
    const { shape } = node.input(0);
    if (rowsOf(node).size > length) {
      throw node.error(`has an input of shape [${shape.join(', ')}] for transforms of ${length} samples`);
    }
    return [[...shape.slice(0, -1), length + 2]];
  },
  tflmBytes: kissfftBytes,
  tflmScratch: (node) => [node.attrs.length * dtypeBytes(node.input(0).dtype)],
  kernels(node) {
    const { suffix, bytes, fields } = fourierCall(node, 'forwards');
    return {
      kernel: `signal_rfft_${suffix}`,
      fields,
      args: [
        reads(node.inputIndex(0)),
        writes(node.outputIndex(0)),
        { kind: 'scratch', bytes },
        { kind: 'scratch', bytes },
      ],
    };
  },
});
