/**
 * What the operators of TFLM's signal library share: custom operators that compute with plain integers, whatever the
 * network around them is quantized by.
 */
import type { DType } from '../../graph/dtype.ts';
import { checkInputCount } from './input-count.ts';
import type { KernelCall } from './kernel-call.ts';
import { defineOp, type OpDef } from './op-def.ts';
import type { OpNode } from './op-node.ts';
import { CUSTOM_CODE, type OptionsMap } from './options-map.ts';

/** TensorType, by which options name element types. */
export const TENSOR_TYPES = { int16: 7, int32: 2 } as const;

/** What TFLM's kernels keep of their options, at the most, in bytes: those of the spectral subtraction. */
const OPERATOR_DATA = 64;

/** One of TFLM's circular buffers, the two pointers to it, and what aligning takes, in bytes. */
export const RING_BYTES = 64;

/** What one operator of the library says of itself. */
interface SignalOp<A> extends Pick<OpDef<A>, 'summary' | 'types' | 'innerState' | 'state'> {
  /** Its name in TFLM's files without `Signal`, e.g. `FilterBank`. */
  readonly name: string;
  /** Its name in TFLM's Register_…(). */
  readonly register: string;
  readonly entries: OptionsMap<A>['entries'];
  /** Inputs that the file has. */
  readonly inputs: number;
  /** The outputs' shapes; called with as many inputs as there must be. */
  readonly shapes: OpDef<A>['shapes'];
  /** The kernel's calls; called after `shapes`. */
  readonly kernels: (node: OpNode<A>) => KernelCall;
  /** Bytes that TFLM's kernel keeps beside its options and its state. */
  readonly tflmBytes?: (node: OpNode<A>) => number;
  /** Bytes of its scratch buffers. */
  readonly tflmScratch?: (node: OpNode<A>) => readonly number[];
  /** The element types of inputs and outputs, those of one alternative after the other. */
  readonly dtypes: readonly { readonly inputs: readonly DType[]; readonly outputs: readonly DType[] }[];
}

/** Refuses element types that the kernel does not take. */
function checkTypes<A>(node: OpNode<A>, { dtypes, inputs }: SignalOp<A>): void {
  const found = [
    ...Array.from({ length: inputs }, (_, i) => node.input(i).dtype),
    ...node.op.outputs.map((_index, i) => node.output(i).dtype),
  ].join(', ');
  const known = dtypes.map((types) => [...types.inputs, ...types.outputs].join(', '));
  if (known.includes(found)) return;
  throw node.error(`has inputs and outputs of ${found}; its kernel takes ${known.join(' or ')}`);
}

/** Defines an operator of the library. */
export function defineSignalOp<A>(op: SignalOp<A>): OpDef<A> {
  const { name, register, summary, types, entries, innerState, state } = op;
  const shapes = (node: OpNode<A>) => {
    const inner = node.op.inputs.filter((index) => node.graph.tensors[index]?.isInner).length;
    checkInputCount(node, op.inputs + inner, op.inputs + inner);
    return op.shapes(node);
  };
  return defineOp<A>({
    type: `SIGNAL_${register}`,
    summary,
    types,
    shapes,
    float(_tf, node) {
      throw node.error(
        'computes with integers alone',
        'Give a network that is made of integers, as it is made for TFLM.',
      );
    },
    ...(state && { state }),
    ...(innerState && {
      innerState(node) {
        shapes(node);
        return innerState(node);
      },
    }),
    quantization: { input: () => ({ as: 'plain' }), output: { as: 'plain' } },
    tflite: { code: CUSTOM_CODE, custom: `Signal${name}`, options: { entries }, version: () => 1 },
    tflmResolver: `Add${name}`,
    tflmRegister: register,
    tflmSignal: true,
    tflmBuffers: (node) => ({
      data: OPERATOR_DATA + (op.tflmBytes?.(node) ?? 0),
      scratch: op.tflmScratch?.(node) ?? [],
    }),
    macs: () => 0,
    kernels(node) {
      shapes(node);
      checkTypes(node, op);
      return [op.kernels(node)];
    },
  });
}

/** Refuses a shape that has not as many dimensions as the kernel asks for. */
export function checkRank<A>(node: OpNode<A>, i: number, rank: number): readonly number[] {
  const { shape } = node.input(i);
  if (shape.length === rank) return shape;
  throw node.error(
    `has an input ${i} of shape [${shape.join(', ')}]; it takes ${rank} dimension${rank === 1 ? '' : 's'}`,
  );
}

/** Refuses an option outside of [least, most]. */
export function checkOption<A>(
  node: OpNode<A>,
  name: string,
  value: number,
  least: number,
  most: number,
): number {
  if (value >= least && value <= most) return value;
  throw node.error(`has the option ${name} = ${value}, which must be ${least} to ${most}`);
}

/** The last dimension, and how many rows of it there are. */
export function rowsOf<A>(node: OpNode<A>, i = 0): { readonly rows: number; readonly size: number } {
  const { shape } = node.input(i);
  const size = shape.at(-1);
  if (size === undefined) throw node.error(`has a scalar as its input ${i}; it takes rows of numbers`);
  return { rows: shape.slice(0, -1).reduce((product, dim) => product * dim, 1), size };
}
