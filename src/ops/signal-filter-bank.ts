/** SIGNAL_FILTER_BANK: what triangular filters, which overlap by half, let through of a spectrum. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import type { OpNode } from './support/op-node.ts';
import { checkOption, checkRank, defineSignalOp } from './support/signal.ts';

/** The options. */
interface FilterBankAttrs {
  readonly channels: number;
}

/** Inputs; the last three have one number for each channel, and one more. */
const [SPECTRUM, WEIGHTS, UNWEIGHTS, STARTS, WEIGHT_STARTS, WIDTHS] = [0, 1, 2, 3, 4, 5];
const INPUTS = 6;

/** The most channels: there are as many starts in an int16's reach. */
const MOST_CHANNELS = 32_767;

/** The kernel looks where these numbers tell it to: they must be known, and stay within the spectrum and the weights. */
function checkBands(node: OpNode<FilterBankAttrs>): void {
  const [spectrum, weights, unweights] = [SPECTRUM, WEIGHTS, UNWEIGHTS].map((i) => node.input(i).shape[0]!);
  const [starts, weightStarts, widths] = [STARTS, WEIGHT_STARTS, WIDTHS].map((i) => node.constantInput(i));
  const limit = Math.min(weights!, unweights!);
  widths!.forEach((width, band) => {
    const [start, weight] = [starts![band]!, weightStarts![band]!];
    const isWithin = start >= 0 && weight >= 0 && start + width <= spectrum! && weight + width <= limit;
    if (width < 0 || !isWithin) {
      throw node.error(`has a band ${band} that goes beyond its spectrum or its weights`);
    }
  });
}

export default defineSignalOp<FilterBankAttrs>({
  name: 'FilterBank',
  register: 'FILTER_BANK',
  summary: 'what triangular filters let through of a spectrum',
  types: ['uint32'],
  entries: { channels: { key: 'num_channels', type: 'int32' } },
  inputs: INPUTS,
  dtypes: [{ inputs: ['uint32', 'int16', 'int16', 'int16', 'int16', 'int16'], outputs: ['uint64'] }],
  shapes(node) {
    const { channels } = node.attrs;
    checkOption(node, 'num_channels', channels, 1, MOST_CHANNELS);
    for (let i = 0; i < INPUTS; i++) checkRank(node, i, 1);
    const short = [STARTS, WEIGHT_STARTS, WIDTHS].find((i) => node.input(i).shape[0] !== channels + 1);
    if (short === undefined) return [[channels]];
    throw node.error(
      `has ${node.input(short).shape[0]} numbers in its input ${short}; ${channels} channels need ${channels + 1}`,
    );
  },
  // The sums of all bands.
  tflmBytes: (node) => 8 * (node.attrs.channels + 1),
  kernels(node) {
    checkBands(node);
    return {
      kernel: 'signal_filter_bank',
      fields: [int32Field('channels', node.attrs.channels)],
      args: [
        ...Array.from({ length: INPUTS }, (_, i) => reads(node.inputIndex(i))),
        writes(node.outputIndex(0)),
      ],
    };
  },
});
