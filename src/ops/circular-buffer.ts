/**
 * CIRCULAR_BUFFER: the last steps of its input, for convolutions over time of which each invocation is one step. Its output
 * is state: a variable tensor.
 *
 * Where its option asks for that, TFLM ends the network's run at it but for every second time or so. Here every run goes
 * through to the end, so such networks are refused.
 */
import { elementCount } from '../graph/graph.ts';
import { checkInputCount } from './support/input-count.ts';
import { int32Field, reads, writes } from './support/kernel-call.ts';
import { kernelForTypes } from './support/kernel-types.ts';
import { defineOp } from './support/op-def.ts';
import type { OpNode } from './support/op-node.ts';
import { CUSTOM_CODE } from './support/options-map.ts';

/** The options. */
interface CircularBufferAttrs {
  /** Every so many runs go on behind it; TFLM guesses where it is not above 0. */
  readonly cycles: number;
}

/** With so many steps, TFLM guesses that every run goes on. */
const EVERY_RUN: readonly (number | undefined)[] = [5, 13, 25];

function checkCycles(node: OpNode<CircularBufferAttrs>): void {
  const { cycles } = node.attrs;
  const steps = node.output().shape[1];
  if (cycles === 1 || (cycles <= 0 && EVERY_RUN.includes(steps))) return;
  throw node.error(
    cycles > 1
      ? `lets only one run of ${cycles} go on behind it`
      : `has no option cycles_max, for which TFLM takes 2 with ${steps} steps`,
    'Export the network so that each run goes through to its end (cycles_max = 1).',
  );
}

export default defineOp<CircularBufferAttrs>({
  type: 'CIRCULAR_BUFFER',
  summary: 'the last steps of its input',
  types: ['int8'],
  shapes(node) {
    checkInputCount(node, 1, 1);
    const [input, output] = [node.input(0).shape, node.output().shape];
    const [batch, step, width, depth] = input;
    if (input.length !== 4 || batch !== 1 || step !== 1 || output.length !== 4) {
      throw node.error(
        `makes [${output.join(', ')}] of [${input.join(', ')}]; it makes [1, steps, width, depth] of [1, 1, width, depth]`,
      );
    }
    if (!node.output().isVariable) {
      throw node.error('has an output that is no variable tensor', 'Export the model again.');
    }
    checkCycles(node);
    return [[1, output[1]!, width!, depth!]];
  },
  float(_tf, node) {
    throw node.error('computes with int8 alone', 'Give a network that is quantized already.');
  },
  stateOutput: true,
  quantization: { input: () => ({ as: 'activation' }), output: { as: 'same-as-input' } },
  tflite: {
    code: CUSTOM_CODE,
    custom: 'CIRCULAR_BUFFER',
    options: { entries: { cycles: { key: 'cycles_max', type: 'int32', default: 0 } } },
    version: () => 1,
  },
  tflmResolver: 'AddCircularBuffer',
  macs: () => 0,
  kernels(node) {
    checkCycles(node);
    const kernel = kernelForTypes(node, [node.input(0)], { 'int8 -> int8': 'circular_buffer_s8' });
    return [
      {
        kernel,
        fields: [
          int32Field('steps', node.output().shape[1]!),
          int32Field('size', elementCount(node.input(0).shape)),
        ],
        args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
      },
    ];
  },
});
