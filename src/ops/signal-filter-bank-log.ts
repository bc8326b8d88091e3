/** SIGNAL_FILTER_BANK_LOG: scaled natural logarithms of channels. */
import { int32Field, reads, tableField, writes } from './support/kernel-call.ts';
import { checkOption, checkRank, defineSignalOp } from './support/signal.ts';

/** The options. */
interface LogAttrs {
  /** What the logarithms are multiplied by. */
  readonly scale: number;
  /** Bits by which channels are made larger first. */
  readonly shift: number;
}

/** Segments between two powers of two. */
const SEGMENTS = 128;

/** What the binary logarithm has more than the line between two powers of two, in 2^−16, at each segment's ends. */
const EXCESS = Array.from({ length: SEGMENTS + 1 }, (_, i) =>
  Math.round(2 ** 16 * (Math.log2(1 + i / SEGMENTS) - i / SEGMENTS)),
);

export default defineSignalOp<LogAttrs>({
  name: 'FilterBankLog',
  register: 'FILTER_BANK_LOG',
  summary: 'scaled natural logarithms',
  types: ['uint32'],
  entries: {
    scale: { key: 'output_scale', type: 'int32' },
    shift: { key: 'input_correction_bits', type: 'int32' },
  },
  inputs: 1,
  dtypes: [{ inputs: ['uint32'], outputs: ['int16'] }],
  shapes(node) {
    checkOption(node, 'input_correction_bits', node.attrs.shift, 0, 31);
    return [checkRank(node, 0, 1)];
  },
  kernels: (node) => ({
    kernel: 'signal_filter_bank_log',
    fields: [
      int32Field('channels', node.input(0).shape[0]!),
      int32Field('shift', node.attrs.shift),
      int32Field('scale', node.attrs.scale),
      tableField('excess', EXCESS),
    ],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  }),
});
