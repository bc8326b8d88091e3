/** SIGNAL_FFT_AUTO_SCALE: samples made as large as int16 lets them, before a transform costs them their lower bits. */
import type { NoAttrs } from './support/elementwise.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkRank, defineSignalOp } from './support/signal.ts';

export default defineSignalOp<NoAttrs>({
  name: 'FftAutoScale',
  register: 'FFT_AUTO_SCALE',
  summary: 'samples times the largest power of two that int16 has room for, and which one',
  types: ['int16'],
  entries: {},
  inputs: 1,
  dtypes: [{ inputs: ['int16'], outputs: ['int16', 'int32'] }],
  shapes: (node) => [checkRank(node, 0, 1), []],
  kernels: (node) => ({
    kernel: 'signal_fft_auto_scale_s16',
    fields: [int32Field('size', node.input(0).shape[0]!)],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0)), writes(node.outputIndex(1))],
  }),
});
