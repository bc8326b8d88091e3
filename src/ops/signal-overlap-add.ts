/** SIGNAL_OVERLAP_ADD: samples of frames that overlap, which SIGNAL_FRAMER made. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import type { OpNode } from './support/op-node.ts';
import { checkOption, defineSignalOp, TENSOR_TYPES } from './support/signal.ts';

/** The options. */
interface OverlapAttrs {
  /** TensorType of the samples. */
  readonly tensorType: number;
  /** Samples from one frame's beginning to the next one's. */
  readonly step: number;
}

/** What the input's shape means. */
interface Sizes {
  readonly rows: number;
  readonly frames: number;
  readonly size: number;
  /** The dimensions before the frames. */
  readonly outer: readonly number[];
}

function sizesOf(node: OpNode<OverlapAttrs>): Sizes {
  const { shape } = node.input(0);
  const [frames, size] = shape.slice(-2);
  if (frames === undefined || size === undefined) {
    throw node.error(`has an input of shape [${shape.join(', ')}]; it takes frames of samples`);
  }
  const outer = shape.slice(0, -2);
  return { rows: outer.reduce((product, dim) => product * dim, 1), frames, size, outer };
}

export default defineSignalOp<OverlapAttrs>({
  name: 'OverlapAdd',
  register: 'OVERLAP_ADD',
  summary: 'samples as the sums of frames that overlap',
  types: ['int16'],
  entries: {
    tensorType: { key: 'T', type: 'int32' },
    step: { key: 'frame_step', type: 'int32' },
  },
  inputs: 1,
  dtypes: [{ inputs: ['int16'], outputs: ['int16'] }],
  shapes(node) {
    const { frames, size, outer } = sizesOf(node);
    checkOption(node, 'T', node.attrs.tensorType, TENSOR_TYPES.int16, TENSOR_TYPES.int16);
    checkOption(node, 'frame_step', node.attrs.step, 1, size);
    return [[...outer, frames * node.attrs.step]];
  },
  state: [1],
  innerState(node) {
    const { rows, size } = sizesOf(node);
    return [{ dtype: 'int16', shape: [rows, size] }];
  },
  // A pointer for each row.
  tflmBytes: (node) => 4 * sizesOf(node).rows,
  kernels(node) {
    const { rows, frames, size } = sizesOf(node);
    return {
      kernel: 'signal_overlap_add_s16',
      fields: [
        int32Field('rows', rows),
        int32Field('frames', frames),
        int32Field('size', size),
        int32Field('step', node.attrs.step),
      ],
      args: [reads(node.inputIndex(0)), writes(node.inputIndex(1)), writes(node.outputIndex(0))],
    };
  },
});
