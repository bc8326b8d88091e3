/** What the pools share: attributes, their place in .tflite, the same quantization on both sides. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { ACTIVATIONS, activationRange, applyActivation } from './activation.ts';
import { versionByType } from './elementwise.ts';
import { slide, type WindowArguments } from './float-window.ts';
import { checkInputCount } from './input-count.ts';
import { int32Field, type KernelCall, reads, writes } from './kernel-call.ts';
import { kernelForTypes } from './kernel-types.ts';
import type { OpDef, TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { PADDINGS } from './padding.ts';
import { type WindowAttrs, type WindowWalk, windowFields, windowWalk } from './window.ts';

/** The options of the pools. */
export interface PoolAttrs extends WindowAttrs {
  readonly filterW: number;
  readonly filterH: number;
}

/** Elements of a window up to which their sum fits an int32. */
const LARGEST_WINDOW = 2 ** 23;
const LARGEST_INT16_WINDOW = 2 ** 15;

/** How far the scales of input and output may differ: TFLM's bound. */
const SCALE_TOLERANCE = 1e-6;

function walkOf(node: OpNode<PoolAttrs>): WindowWalk {
  checkInputCount(node, 1, 1);
  const { filterH, filterW } = node.attrs;
  const walk = windowWalk(node, { taps: filterH, dilation: 1 }, { taps: filterW, dilation: 1 });
  const elements = Math.min(filterH, walk.height.input) * Math.min(filterW, walk.width.input);
  const largest = node.input(0).dtype === 'int16' ? LARGEST_INT16_WINDOW : LARGEST_WINDOW;
  if (elements > largest) throw node.error(`pools ${elements} elements at once, which is too many`);
  return walk;
}

/** A pool neither scales nor moves its elements. */
function checkScales(node: OpNode<PoolAttrs>): void {
  const [input, output] = [node.input(0), node.output()];
  const difference = Math.abs(Math.fround(node.scale(input) - node.scale(output)));
  if (difference > SCALE_TOLERANCE || node.zeroPoint(input) !== node.zeroPoint(output)) {
    throw node.error(
      'needs the same scale and zero point on its input and its output',
      'Quantize the float model with this tool, which gives them one scale.',
    );
  }
}

function kernelCall(node: OpNode<PoolAttrs>, family: string): KernelCall {
  const walk = walkOf(node);
  const kernel = kernelForTypes(node, [node.input(0)], {
    'int8 -> int8': `${family}_s8`,
    'int16 -> int16': `${family}_s16`,
  });
  checkScales(node);
  const [min, max] = activationRange(node.attrs.activation, node.output(), node);
  return {
    kernel,
    fields: [
      ...windowFields(walk),
      int32Field('depth', walk.depth),
      int32Field('output_min', min),
      int32Field('output_max', max),
    ],
    args: [reads(node.inputIndex(0)), writes(node.outputIndex(0))],
  };
}

/** What differs between the pools. */
interface Pool {
  readonly type: string;
  readonly summary: string;
  readonly code: number;
  readonly tflmResolver: string;
  /** The kernels' name, without what says their types. */
  readonly kernel: string;
  /** One pool on tfjs. */
  pool(tf: TF, x: tfjs.Tensor4D, window: [number, number], args: WindowArguments): tfjs.Tensor4D;
}

/** The definition of a pool. */
export function poolDef({ type, summary, code, tflmResolver, kernel, pool }: Pool): OpDef<PoolAttrs> {
  return {
    type,
    summary,
    types: ['int8', 'int16'],
    shapes(node) {
      const { batch, height, width, depth } = walkOf(node);
      return [[batch, height.output, width.output, depth]];
    },
    float(tf, node, [x]) {
      const walk = walkOf(node);
      const { filterH, filterW, activation } = node.attrs;
      const result = slide(tf, walk, (args) => pool(tf, x as tfjs.Tensor4D, [filterH, filterW], args));
      return [applyActivation(tf, result, activation, node)];
    },
    algebra: { fusesActivation: true },
    quantization: { input: () => ({ as: 'activation' }), output: { as: 'same-as-input' } },
    tflite: {
      code,
      options: {
        union: 5,
        fields: {
          padding: { slot: 0, type: 'enum', values: PADDINGS, default: 'SAME' },
          strideW: { slot: 1, type: 'int32', default: 0 },
          strideH: { slot: 2, type: 'int32', default: 0 },
          filterW: { slot: 3, type: 'int32', default: 0 },
          filterH: { slot: 4, type: 'int32', default: 0 },
          activation: { slot: 5, type: 'enum', values: ACTIVATIONS, default: 'NONE' },
        },
      },
      version: versionByType,
    },
    tflmResolver,
    tflmInt8: `Register_${type}_INT8`,
    macs: () => 0,
    kernels: (node) => [kernelCall(node, kernel)],
  };
}
