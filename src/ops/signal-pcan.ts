/** SIGNAL_PCAN: per-channel amplitude normalization: each channel is amplified by how little noise it has. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkOption, checkRank, defineSignalOp } from './support/signal.ts';

/** The options. */
interface PcanAttrs {
  /** Bits by which a channel times its gain is made smaller. */
  readonly shift: number;
}

/** Inputs. */
const [CHANNELS, NOISE, TABLE] = [0, 1, 2];

/** Gains of 0 to 2, then three numbers, each with a fourth behind it, for each of 2 to 32 bits: 4 × 32 − 6 + 3. */
const TABLE_LENGTH = 125;

export default defineSignalOp<PcanAttrs>({
  name: 'PCAN',
  register: 'PCAN',
  summary: 'channels amplified by how little noise they have',
  types: ['uint32'],
  entries: { shift: { key: 'snr_shift', type: 'int32' } },
  inputs: 3,
  dtypes: [{ inputs: ['uint32', 'uint32', 'int16'], outputs: ['uint32'] }],
  shapes(node) {
    const [shape, noise, table] = [CHANNELS, NOISE, TABLE].map((i) => checkRank(node, i, 1));
    if (noise![0] !== shape![0]) throw node.error(`has ${shape![0]} channels, and the noise of ${noise![0]}`);
    if (table![0]! < TABLE_LENGTH) {
      throw node.error(`has a table of ${table![0]} numbers; it takes ${TABLE_LENGTH}`);
    }
    checkOption(node, 'snr_shift', node.attrs.shift, 0, 63);
    return [shape!];
  },
  kernels: (node) => ({
    kernel: 'signal_pcan',
    fields: [int32Field('channels', node.input(CHANNELS).shape[0]!), int32Field('shift', node.attrs.shift)],
    args: [...[CHANNELS, NOISE, TABLE].map((i) => reads(node.inputIndex(i))), writes(node.outputIndex(0))],
  }),
});
