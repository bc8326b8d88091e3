/** SIGNAL_FRAMER: frames that overlap, of samples that come in steps. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import type { OpNode } from './support/op-node.ts';
import { checkOption, defineSignalOp, RING_BYTES, rowsOf } from './support/signal.ts';

/** The options. */
interface FramerAttrs {
  /** Samples of a frame. */
  readonly size: number;
  /** Samples from one frame's beginning to the next one's. */
  readonly step: number;
  /** 1 where zeros stand before the first sample, so that the first step gives a frame. */
  readonly prefill: number;
}

/** Longest frame. */
const LONGEST = 2 ** 20;

/** Samples that are held of a row, as TFLM has it. */
function room({ attrs: { size, step } }: OpNode<FramerAttrs>): number {
  return Math.ceil(size / step) * step;
}

export default defineSignalOp<FramerAttrs>({
  name: 'Framer',
  register: 'FRAMER',
  summary: 'frames that overlap, and whether there were samples enough',
  types: ['int16'],
  entries: {
    size: { key: 'frame_size', type: 'int32' },
    step: { key: 'frame_step', type: 'int32' },
    prefill: { key: 'prefill', type: 'bool' },
  },
  inputs: 1,
  dtypes: [{ inputs: ['int16'], outputs: ['int16', 'bool'] }],
  shapes(node) {
    const { size, step } = node.attrs;
    const { shape } = node.input(0);
    checkOption(node, 'frame_size', size, 1, LONGEST);
    checkOption(node, 'frame_step', step, 1, size);
    const samples = rowsOf(node).size;
    if (samples % step !== 0) throw node.error(`has ${samples} samples, which are no whole steps of ${step}`);
    return [[...shape.slice(0, -1), samples / step, size], []];
  },
  state: [1, 2],
  innerState: (node) => [
    { dtype: 'int16', shape: [rowsOf(node).rows, room(node)] },
    { dtype: 'int32', shape: [] },
  ],
  // Its circular buffers, one for each row, have everything twice.
  tflmBytes: (node) => rowsOf(node).rows * (RING_BYTES + 2 * room(node)),
  kernels(node) {
    const { size, step, prefill } = node.attrs;
    const { rows, size: samples } = rowsOf(node);
    return {
      kernel: 'signal_framer_s16',
      fields: [
        int32Field('rows', rows),
        int32Field('steps', samples / step),
        int32Field('step', step),
        int32Field('size', size),
        int32Field('room', room(node)),
        int32Field('first', prefill === 0 ? 0 : size - step),
      ],
      args: [
        reads(node.inputIndex(0)),
        writes(node.inputIndex(1)),
        writes(node.inputIndex(2)),
        writes(node.outputIndex(0)),
        writes(node.outputIndex(1)),
      ],
    };
  },
});
