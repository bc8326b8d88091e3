/** CUMSUM: running sums along one dimension. */
import { sameShape } from './support/elementwise.ts';
import { quantizeMultiplier } from './support/fixed-point.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { oneAxis, oneAxisFields } from './support/one-axis.ts';
import { defineOp } from './support/op-def.ts';

/** The options of CUMSUM. */
interface CumsumAttrs {
  /** Whether the sums leave the element itself out. */
  readonly exclusive: boolean;
  /** Whether they begin at the end. */
  readonly reverse: boolean;
}

/** Bits by which the kernel raises its input. */
const HEADROOM = 20;

export default defineOp<CumsumAttrs>({
  type: 'CUMSUM',
  summary: 'running sums along one dimension',
  types: ['int8'],
  shapes(node) {
    oneAxis(node);
    return sameShape(node);
  },
  float: (tf, node, [x]) => [tf.cumsum(x!, oneAxis(node), node.attrs.exclusive, node.attrs.reverse)],
  quantization: {
    // The kernel's sums begin with the negative of the input's zero point where they should begin with 0.
    input: (i) => ({ as: i === 0 ? 'symmetric' : 'plain' }),
    output: { as: 'activation' },
  },
  tflite: {
    code: 128,
    options: {
      union: 102,
      fields: {
        exclusive: { slot: 0, type: 'bool', default: false },
        reverse: { slot: 1, type: 'bool', default: false },
      },
    },
    version: () => 1,
  },
  tflmResolver: 'AddCumSum',
  macs: () => 0,
  kernels(node) {
    const [input, output] = [node.input(0), node.output()];
    const kernel = kernelForTypes(node, [input], { 'int8 -> int8': 'cumsum_s8' });
    const real = (2 * node.scale(input)) / (2 ** HEADROOM * node.scale(output));
    const scale = quantizeMultiplier(real);
    if (real >= 1 || scale.shift > 0) {
      throw node.error(
        'has an output scale more than 2^19 times finer than its input, which its integer kernel cannot reach',
        'Calibrate the model again: the range observed for the output is far too small.',
      );
    }
    return [
      {
        kernel,
        fields: [
          ...oneAxisFields(node),
          int32Field('exclusive', node.attrs.exclusive ? 1 : 0),
          int32Field('reverse', node.attrs.reverse ? 1 : 0),
          int32Field('input_zero_point', node.zeroPoint(input)),
          int32Field('output_zero_point', node.zeroPoint(output)),
          int32Field('output_multiplier', scale.multiplier),
          int32Field('output_shift', scale.shift),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
