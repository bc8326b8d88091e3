/** SIGNAL_FILTER_BANK_SQUARE_ROOT: from energies to magnitudes, back in the size before FFT_AUTO_SCALE. */
import type { NoAttrs } from './support/elementwise.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkRank, defineSignalOp } from './support/signal.ts';

/** Inputs. */
const [ENERGY, BITS] = [0, 1];

export default defineSignalOp<NoAttrs>({
  name: 'FilterBankSquareRoot',
  register: 'FILTER_BANK_SQUARE_ROOT',
  summary: 'square roots of channels, shifted right',
  types: ['uint64'],
  entries: {},
  inputs: 2,
  dtypes: [{ inputs: ['uint64', 'int32'], outputs: ['uint32'] }],
  shapes(node) {
    checkRank(node, BITS, 0);
    return [checkRank(node, ENERGY, 1)];
  },
  kernels: (node) => ({
    kernel: 'signal_filter_bank_square_root',
    fields: [int32Field('size', node.input(ENERGY).shape[0]!)],
    args: [reads(node.inputIndex(ENERGY)), reads(node.inputIndex(BITS)), writes(node.outputIndex(0))],
  }),
});
