/** SIGNAL_ENERGY: squared magnitudes of a spectrum. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkOption, checkRank, defineSignalOp } from './support/signal.ts';

/** The options: the part of the spectrum that is computed. TFLM leaves the rest undefined; here it is 0. */
interface EnergyAttrs {
  readonly start: number;
  readonly end: number;
}

export default defineSignalOp<EnergyAttrs>({
  name: 'Energy',
  register: 'ENERGY',
  summary: 'squared magnitudes of complex numbers',
  types: ['int16'],
  entries: { start: { key: 'start_index', type: 'int32' }, end: { key: 'end_index', type: 'int32' } },
  inputs: 1,
  dtypes: [{ inputs: ['int16'], outputs: ['uint32'] }],
  shapes(node) {
    const [size] = checkRank(node, 0, 1);
    if (size! % 2 !== 0)
      throw node.error(`has ${size} numbers, which are no pairs of real and imaginary parts`);
    checkOption(node, 'end_index', node.attrs.end, 0, size! / 2);
    checkOption(node, 'start_index', node.attrs.start, 0, node.attrs.end);
    return [[size! / 2]];
  },
  kernels: (node) => ({
    kernel: 'signal_energy_s16',
    fields: [
      int32Field('size', node.input(0).shape[0]! / 2),
      int32Field('start', node.attrs.start),
      int32Field('end', node.attrs.end),
    ],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  }),
});
