/** SIGNAL_DELAY: samples, later by some. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkOption, defineSignalOp, RING_BYTES, rowsOf } from './support/signal.ts';

/** The options. */
interface DelayAttrs {
  /** In samples. */
  readonly delay: number;
}

/** Longest delay: as many samples are held of each row. */
const LONGEST = 2 ** 20;

export default defineSignalOp<DelayAttrs>({
  name: 'Delay',
  register: 'DELAY',
  summary: 'samples, later by some; zeros come first',
  types: ['int16'],
  entries: { delay: { key: 'delay_length', type: 'int32' } },
  inputs: 1,
  dtypes: [{ inputs: ['int16'], outputs: ['int16'] }],
  shapes(node) {
    rowsOf(node);
    checkOption(node, 'delay_length', node.attrs.delay, 1, LONGEST);
    return [node.input(0).shape];
  },
  state: [1],
  innerState: (node) => [{ dtype: 'int16', shape: [rowsOf(node).rows, node.attrs.delay] }],
  // Its circular buffers, one for each row, have everything twice, and room for a row.
  tflmBytes(node) {
    const { rows, size } = rowsOf(node);
    return rows * (RING_BYTES + 2 * (node.attrs.delay + 2 * size));
  },
  kernels(node) {
    const { rows, size } = rowsOf(node);
    return {
      kernel: 'signal_delay_s16',
      fields: [int32Field('rows', rows), int32Field('size', size), int32Field('delay', node.attrs.delay)],
      args: [reads(node.inputIndex(0)), writes(node.inputIndex(1)), writes(node.outputIndex(0))],
    };
  },
});
