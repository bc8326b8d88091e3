/** SIGNAL_STACKER: the last frames of features beside each other. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import type { OpNode } from './support/op-node.ts';
import { checkOption, checkRank, defineSignalOp, RING_BYTES } from './support/signal.ts';

/** The options, in frames but for `channels`. */
interface StackerAttrs {
  readonly channels: number;
  /** Before the one in the middle, and behind it. */
  readonly left: number;
  readonly right: number;
  /** From one output to the next. */
  readonly step: number;
}

/** The most of each. */
const MOST = 2 ** 15;

/** Frames that stand beside each other. */
function frames({ attrs: { left, right } }: OpNode<StackerAttrs>): number {
  return left + right + 1;
}

export default defineSignalOp<StackerAttrs>({
  name: 'Stacker',
  register: 'STACKER',
  summary: 'the last frames beside each other, and whether there are enough',
  types: ['int16'],
  entries: {
    channels: { key: 'num_channels', type: 'int32' },
    left: { key: 'stacker_left_context', type: 'int32' },
    right: { key: 'stacker_right_context', type: 'int32' },
    step: { key: 'stacker_step', type: 'int32' },
  },
  inputs: 1,
  dtypes: [{ inputs: ['int16'], outputs: ['int16', 'bool'] }],
  shapes(node) {
    const { channels, left, right, step } = node.attrs;
    checkOption(node, 'num_channels', channels, 1, MOST);
    checkOption(node, 'stacker_left_context', left, 0, MOST);
    checkOption(node, 'stacker_right_context', right, 0, MOST);
    checkOption(node, 'stacker_step', step, 1, frames(node));
    const [size] = checkRank(node, 0, 1);
    if (size !== channels) throw node.error(`has an input of ${size} channels and options for ${channels}`);
    return [[channels * frames(node)], []];
  },
  state: [1, 2],
  innerState: (node) => [
    { dtype: 'int16', shape: [frames(node), node.attrs.channels] },
    { dtype: 'int32', shape: [] },
  ],
  // Its circular buffer has everything twice.
  tflmBytes: (node) => RING_BYTES + 2 * frames(node) * node.attrs.channels,
  kernels(node) {
    const { channels, left, step } = node.attrs;
    return {
      kernel: 'signal_stacker_s16',
      fields: [
        int32Field('channels', channels),
        int32Field('left', left),
        int32Field('frames', frames(node)),
        int32Field('step', step),
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
