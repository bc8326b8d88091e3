/**
 * What an operator's file says. Everything that the tool knows of an operator is behind this interface;
 * nothing outside src/ops asks for an operator by name.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { DType } from '../../graph/dtype.ts';
import type { QuantParams, Tensor } from '../../graph/graph.ts';
import type { Algebra } from './algebra.ts';
import type { KernelCall } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';
import type { OptionsMap } from './options-map.ts';
import type { OptionsTable } from './options-table.ts';

/** tfjs-core, handed in by src/float so that loading an operator's file loads no tensor library. */
export type TF = typeof tfjs;

/** How one input is to be quantized. */
export type OperandRule =
  /** Asymmetric int8 by its observed range (an activation, or a constant that is used as one). */
  | { readonly as: 'activation' }
  /** An activation with zero point 0. Where it has another one for its other readers, this one reads a copy. */
  | { readonly as: 'symmetric' }
  /** Real numbers, as in the float network: an activation comes by way of DEQUANTIZE. */
  | { readonly as: 'real' }
  /** Symmetric int8, range [−127, 127], one scale per slice along `axis`, or one scale where `axis` is null. */
  | {
      readonly as: 'weights';
      readonly axis: number | null;
      /** int16 within ± this instead. */
      readonly int16?: number;
    }
  /** int32, scale = scale of input `input` × scale of input `weights`, zero point 0. */
  | { readonly as: 'bias'; readonly input: number; readonly weights: number }
  /** State, symmetric by its observed range; the scale is raised to a power of two where that is asked for. */
  | { readonly as: 'state'; readonly dtype: 'int16'; readonly powerOfTwo: boolean }
  /** State that is of the type of the output, and shares its scale. */
  | { readonly as: 'same-as-output' }
  /** Left as it is: shapes, axes, paddings. */
  | { readonly as: 'plain' };

/** A tensor inside of the operation that only its quantization is of interest of: it has no elements. */
export interface IntermediateRule {
  readonly name: string;
  readonly as: 'plain' | 'same-as-output';
}

/** How the outputs are to be quantized. */
export type OutputRule =
  /** By the observed range. */
  | { readonly as: 'activation' }
  /** With the very parameters of its activation inputs, which all share one scale. */
  | { readonly as: 'same-as-input' }
  /** With parameters that the TFLite specification fixes, whatever was observed. */
  | { readonly as: 'fixed'; readonly quant: QuantParams }
  /** Computed as real numbers, which a QUANTIZE then makes int8 of, by the observed range. */
  | { readonly as: 'real' }
  /** Not at all: integers and truth values, of the same type in the float network (indices, comparisons, shapes). */
  | { readonly as: 'plain' };

/** The operator's entry in the TFLite 8-bit quantization specification. */
export interface QuantizationRule<A> {
  /** The rule of input `i`. */
  input(i: number, node: OpNode<A>): OperandRule;
  /** The rule of all outputs; a function where it depends on the node, e.g. on its element types. */
  readonly output: OutputRule | ((node: OpNode<A>) => OutputRule);
  /** The tensors inside of the quantized operation, in the file's order. */
  readonly intermediates?: readonly IntermediateRule[];
}

/** The operator in the .tflite format. */
export interface TfliteForm<A> {
  /** BuiltinOperator code; CUSTOM_CODE for an operator that files name by a string of its own. */
  readonly code: number;
  /** That string. */
  readonly custom?: string;
  /** The options table, a custom operator's map of options, or null for operators without options. */
  readonly options: OptionsTable<A> | OptionsMap<A> | null;
  /** The operator version that this node needs, by its types and attributes. */
  version(node: OpNode<A>): number;
  /** True where the last input may be left out of the list where it is absent: TFLM's kernels take that best. */
  readonly leavesOutAbsent?: boolean;
}

/** Buffers of a kernel of TFLM, in bytes. */
export interface TflmBuffers {
  /** The kernel's data. */
  readonly data: number;
  readonly scratch: readonly number[];
  /** What the kernel of CMSIS-NN keeps besides. */
  readonly cmsisNn?: readonly number[];
}

/** Everything that the tool knows of one operator. `A` are its attributes. */
export interface OpDef<A> {
  /** Name as in TFLite's schema, e.g. `CONV_2D`. */
  readonly type: string;
  /** One line: what it computes. */
  readonly summary: string;
  /**
   * Element types that its kernels compute in, those of its output, or of its first input where the output's type is
   * always the same. A test holds them to the types in which the conformance vectors have it.
   */
  readonly types: readonly DType[];
  /**
   * Shapes of the outputs, from the inputs and attributes.
   * @throws TflqError where the inputs' shapes cannot go together
   */
  shapes(node: OpNode<A>): readonly (readonly number[])[];
  /**
   * Float evaluation on tfjs. `x[i]` is input i as a tensor of the declared shape (undefined where absent);
   * the results have the shapes that `shapes` gives; after them come the new values of `state`. Called inside tf.tidy.
   */
  float(tf: TF, node: OpNode<A>, x: readonly (tfjs.Tensor | undefined)[]): tfjs.Tensor[];
  /** Places of the inputs that are state: variable tensors, which the operator reads and writes. */
  readonly state?: readonly number[];
  /** True where the outputs are state: variable tensors, whose last values the operator goes on from. */
  readonly stateOutput?: boolean;
  /** State that files do not know of, since TFLM's kernel keeps it by itself: inner-state.ts makes it further inputs. */
  innerState?(node: OpNode<A>): readonly Pick<Tensor, 'dtype' | 'shape'>[];
  /** What src/simplify may make use of. */
  readonly algebra?: Algebra<A>;
  /**
   * Brings input `i` into the form that `float` takes it in, where that is not the file's: once for a constant, at each
   * run for what is computed. Called inside tf.tidy.
   */
  arrange?(tf: TF, i: number, x: tfjs.Tensor): tfjs.Tensor;
  /** Null for DEQUANTIZE, which has no place in a network of integers. */
  readonly quantization: QuantizationRule<A> | null;
  readonly tflite: TfliteForm<A>;
  /** The method of TFLM's MicroMutableOpResolver that registers it, e.g. `AddConv2D`. */
  readonly tflmResolver: string;
  /** The name in TFLM's Register_…() where it is another than `type`. */
  readonly tflmRegister?: string;
  /** True where it is of TFLM's signal library, which is a part of its own. */
  readonly tflmSignal?: boolean;
  /**
   * TFLM's registration for int8 tensors alone, e.g. `Register_CONV_2D_INT8`: less code where TFLM has kernels of
   * CMSIS-NN. Only those that every TFLM since 2023 has.
   */
  readonly tflmInt8?: string;
  /** What its kernel asks for of TFLM's arena on a 32-bit target, where it is not what src/memory assumes. */
  tflmBuffers?(node: OpNode<A>): TflmBuffers;
  /** Multiply-accumulates of one invocation; 0 for operators that do none. */
  macs(node: OpNode<A>): number;
  /**
   * The C kernels that compute this node, in order; [] where nothing is to be done.
   * @throws TflqError where no kernel takes these types
   */
  kernels(node: OpNode<A>): KernelCall[];
}

/** Any operator's definition, its attributes' type forgotten. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds definitions of all attribute types
export type AnyOpDef = OpDef<any>;

/** Checks a definition against the interface and infers its attributes' type. */
export function defineOp<A>(def: OpDef<A>): OpDef<A> {
  return def;
}
