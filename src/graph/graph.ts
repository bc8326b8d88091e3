/**
 * The one representation of a network that every stage reads and writes. Plain immutable-by-convention data:
 * a stage that changes a graph makes a new one.
 */
import type { DType, TensorData } from './dtype.ts';

/**
 * Affine quantization: real = scale × (q − zero_point).
 * One scale per tensor, or one per slice along `axis` (the per-channel axis).
 */
export interface QuantParams {
  /** float32 values, > 0; one, or as many as the tensor is long along `axis`. */
  readonly scale: readonly number[];
  /** As many as `scale`; all 0 for per-channel weights. */
  readonly zeroPoint: readonly number[];
  /** The per-channel axis; 0 and without meaning where there is one scale. */
  readonly axis: number;
}

/** The integers that stand for a real-valued tensor, as training or the model file fixed them. */
export interface Learned {
  readonly dtype: DType;
  readonly quant: QuantParams;
  /** A constant's very integers; absent for activations. */
  readonly data?: TensorData;
}

/** A value in the network: an activation, or a constant where `data` is there. */
export interface Tensor {
  /** The name in the model file. It is a stranger's string: never use it in code, paths or shells unescaped. */
  readonly name: string;
  /** Dimensions, all ≥ 1; [] is a scalar. Batch comes first and is 1. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly quant?: QuantParams;
  /** The elements of a constant, row-major; absent for activations. */
  readonly data?: TensorData;
  /** Of a float32 tensor whose quantization is given: quantizing keeps to it, whatever calibration observes. */
  readonly learned?: Learned;
  /** True for state that outlives an invocation: see state.ts. It has no `data`. */
  readonly isVariable?: boolean;
  /** True for state that files reach through a handle (src/ops/support/resource-variables.ts). */
  readonly isHandle?: boolean;
  /** True for state that no file knows of, since it is an operator's own (src/ops/support/inner-state.ts). */
  readonly isInner?: boolean;
  /** What state holds after a reset; zero unless given. */
  readonly initial?: TensorData;
}

/** Attribute values, by the names that the operator's file gives them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One operation: which operator, on which tensors. Tensors are named by their index in `Graph.tensors`. */
export interface Op {
  /** The operator's name as TFLite's schema spells it, e.g. `CONV_2D`; the key into src/ops. */
  readonly type: string;
  /** Tensor indices; −1 for an optional input that is absent. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Tensors inside of the operation: no memory, but ranges that it is quantized by. */
  readonly intermediates?: readonly number[];
  readonly attrs: Attributes;
}

/** A network: tensors, and operations in an order in which they can be executed. */
export interface Graph {
  readonly name: string;
  readonly tensors: readonly Tensor[];
  readonly ops: readonly Op[];
  /** Tensor indices of the network's inputs, in the file's order. */
  readonly inputs: readonly number[];
  /** Tensor indices of the network's outputs, in the file's order. */
  readonly outputs: readonly number[];
  /** The file's further graphs, number 1 first, which operators name by their number. */
  readonly subgraphs?: readonly Graph[];
}

/** The tensor at `index`; an index outside the graph is a bug of ours, for readers check theirs. */
export function tensorAt(graph: Graph, index: number): Tensor {
  const tensor = graph.tensors[index];
  if (tensor === undefined) throw new Error(`graph ${graph.name} has no tensor ${index}`);
  return tensor;
}

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** True where the tensor is a constant. */
export function isConstant(tensor: Tensor): boolean {
  return tensor.data !== undefined;
}
