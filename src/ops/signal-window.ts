/** SIGNAL_WINDOW: frames of samples times a window, which lets them fade in and out. */
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { checkOption, checkRank, defineSignalOp, rowsOf } from './support/signal.ts';

/** The options. */
interface WindowAttrs {
  /** Bits by which the products are made smaller. */
  readonly shift: number;
}

/** Inputs. */
const [INPUT, WINDOW] = [0, 1];

export default defineSignalOp<WindowAttrs>({
  name: 'Window',
  register: 'WINDOW',
  summary: 'frames of samples times a window',
  types: ['int16'],
  entries: { shift: { key: 'shift', type: 'int32' } },
  inputs: 2,
  dtypes: [{ inputs: ['int16', 'int16'], outputs: ['int16'] }],
  shapes(node) {
    const [size] = checkRank(node, WINDOW, 1);
    const { shape } = node.input(INPUT);
    if (rowsOf(node).size !== size) {
      throw node.error(`has an input of shape [${shape.join(', ')}] for a window of ${size} samples`);
    }
    checkOption(node, 'shift', node.attrs.shift, 0, 31);
    return [shape];
  },
  kernels(node) {
    const { rows, size } = rowsOf(node);
    return {
      kernel: 'signal_window_s16',
      fields: [int32Field('frames', rows), int32Field('size', size), int32Field('shift', node.attrs.shift)],
      args: [reads(node.inputIndex(INPUT)), reads(node.inputIndex(WINDOW)), writes(node.outputIndex(0))],
    };
  },
});
