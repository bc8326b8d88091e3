/** SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION: channels without their noise, which is remembered and followed. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkOption, checkRank, defineSignalOp } from './support/signal.ts';

/** The options; factors have `bits` bits behind the point. */
interface SubtractionAttrs {
  readonly channels: number;
  readonly smoothing: number;
  readonly keeping: number;
  readonly oddSmoothing: number;
  readonly oddKeeping: number;
  readonly least: number;
  readonly bits: number;
  readonly estimateBits: number;
  readonly clamping: number;
}

/** The largest factor. */
const LARGEST = 2 ** 31 - 1;

export default defineSignalOp<SubtractionAttrs>({
  name: 'FilterBankSpectralSubtraction',
  register: 'FILTER_BANK_SPECTRAL_SUBTRACTION',
  summary: 'channels without their noise, and the noise',
  types: ['uint32'],
  entries: {
    channels: { key: 'num_channels', type: 'int32' },
    smoothing: { key: 'smoothing', type: 'int32' },
    keeping: { key: 'one_minus_smoothing', type: 'int32' },
    oddSmoothing: { key: 'alternate_smoothing', type: 'int32' },
    oddKeeping: { key: 'alternate_one_minus_smoothing', type: 'int32' },
    least: { key: 'min_signal_remaining', type: 'int32' },
    bits: { key: 'spectral_subtraction_bits', type: 'int32' },
    estimateBits: { key: 'smoothing_bits', type: 'int32' },
    clamping: { key: 'clamping', type: 'bool' },
  },
  inputs: 1,
  dtypes: [{ inputs: ['uint32'], outputs: ['uint32', 'uint32'] }],
  shapes(node) {
    const { channels, bits, estimateBits, ...rest } = node.attrs;
    for (const [name, value] of Object.entries(rest)) checkOption(node, name, value, 0, LARGEST);
    checkOption(node, 'spectral_subtraction_bits', bits, 0, 63);
    checkOption(node, 'smoothing_bits', estimateBits, 0, 31);
    const shape = checkRank(node, 0, 1);
    if (shape[0] !== channels) {
      throw node.error(`has an input of ${shape[0]} channels and options for ${channels}`);
    }
    return [shape, shape];
  },
  state: [1],
  innerState: (node) => [{ dtype: 'uint32', shape: node.input(0).shape }],
  kernels(node) {
    const { channels, smoothing, keeping, oddSmoothing, oddKeeping, least, bits, estimateBits, clamping } =
      node.attrs;
    return {
      kernel: 'signal_filter_bank_spectral_subtraction',
      fields: [
        int32Field('channels', channels),
        int32Field('smoothing', smoothing),
        int32Field('keeping', keeping),
        int32Field('odd_smoothing', oddSmoothing),
        int32Field('odd_keeping', oddKeeping),
        int32Field('least', least),
        int32Field('bits', bits),
        int32Field('estimate_bits', estimateBits),
        int32Field('clamping', clamping),
      ],
      args: [
        reads(node.inputIndex(0)),
        writes(node.inputIndex(1)),
        writes(node.outputIndex(0)),
        writes(node.outputIndex(1)),
      ],
    };
  },
});
