/** Builds a graph operation by operation: what importers of other formats than .tflite make their networks with. */
import { TflqError } from '../../common/errors.ts';
import type { DType, TensorData } from '../../graph/dtype.ts';
import type { Attributes, Graph, Op, QuantParams, Tensor } from '../../graph/graph.ts';
import { validateGraph } from '../../graph/validate.ts';
import { OpNode, opDef } from '../../ops/index.ts';
import { checkShapes } from '../check-shapes.ts';

/** What an operation's outputs are, where it is not what the operator's file and its first input say. */
export interface OutputOptions {
  /** The outputs' names; several outputs of one name are numbered. */
  readonly name?: string;
  /** The outputs' element type; that of the first input unless given. */
  readonly dtype?: DType;
  /** The outputs' quantization, for QUANTIZE. */
  readonly quant?: QuantParams;
  /** How many outputs there are, for operators of several. */
  readonly count?: number;
}

/** Attributes with the defaults of the operator's options where none are given. */
function withDefaults(type: string, attrs: Attributes): Attributes {
  const { options } = opDef(type, -1).tflite;
  const fields = options !== null && 'fields' in options ? options.fields : {};
  const defaults = Object.entries(fields).map(([name, field]) => [
    name,
    (field as { readonly default: unknown }).default,
  ]);
  return { ...Object.fromEntries(defaults), ...attrs };
}

/** A graph that grows. Tensors are known by their index. */
export class GraphBuilder {
  readonly #name: string;
  readonly #tensors: Tensor[] = [];
  readonly #ops: Op[] = [];
  readonly #inputs: number[] = [];
  #place = '';

  /** @param name the network's */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Says which part of the model file is being imported: errors name it.
   *
   * @param place e.g. `layer "conv2d_3" (Conv2D)`; '' for none
   */
  at(place: string): void {
    this.#place = place;
  }

  /** An error about the part that is being imported: `<place> <message>`. */
  error(message: string, hint?: string): TflqError {
    const text = this.#place === '' ? message : `${this.#place} ${message}`;
    return new TflqError('model', text, hint === undefined ? {} : { hint });
  }

  /** Adds an input of the network. Its shape is whole: the batch is 1. */
  input(name: string, shape: readonly number[], dtype: DType = 'float32'): number {
    const index = this.#add({ name, shape, dtype });
    this.#inputs.push(index);
    return index;
  }

  /** Adds a constant. */
  constant(
    name: string,
    shape: readonly number[],
    data: TensorData,
    dtype: DType = 'float32',
    quant?: QuantParams,
  ): number {
    return this.#add({ name, shape, dtype, data, ...(quant && { quant }) });
  }

  /** Adds state, which is zero at first, and which operators read and write. */
  variable(name: string, shape: readonly number[]): number {
    return this.#add({ name, shape, dtype: 'float32', isVariable: true });
  }

  /** Adds an int32 constant of one dimension: a shape, axes, paddings. */
  integers(name: string, values: readonly number[], shape: readonly number[] = [values.length]): number {
    return this.constant(name, shape, Int32Array.from(values), 'int32');
  }

  /**
   * Adds an operation of one output.
   *
   * @param inputs tensor indices; −1 for an optional input that is absent
   * @param attrs those that differ from the defaults of the operator's options
   * @returns the output's index
   * @throws TflqError('model') that names the place, where the operator does not take such inputs
   */
  op(type: string, inputs: readonly number[], attrs: Attributes = {}, output: OutputOptions = {}): number {
    return this.ops(type, inputs, attrs, output)[0]!;
  }

  /** Adds an operation and gives all its outputs. As `op` otherwise. */
  ops(
    type: string,
    inputs: readonly number[],
    attrs: Attributes = {},
    { name, dtype, quant, count = 1 }: OutputOptions = {},
  ): number[] {
    const index = this.#ops.length;
    const op = {
      type,
      inputs,
      outputs: new Array<number>(count).fill(-1),
      attrs: withDefaults(type, attrs),
    };
    const shapes = this.#shapesOf(op, index);
    const given = this.tensor(inputs.find((input) => input >= 0) ?? -1);
    const outputs = shapes.map((shape, k) => {
      const base = name ?? `${type.toLowerCase()}_${index}`;
      return this.#add({
        name: shapes.length === 1 ? base : `${base}:${k}`,
        shape,
        dtype: dtype ?? given.dtype,
        ...(quant && { quant }),
      });
    });
    this.#ops.push({ ...op, outputs });
    return outputs;
  }

  /** The tensor of that index. */
  tensor(index: number): Tensor {
    const tensor = this.#tensors[index];
    if (tensor === undefined) throw new Error(`the builder has no tensor ${index}`);
    return tensor;
  }

  /** Gives a tensor another name, e.g. that of the network's output which it is. */
  rename(index: number, name: string): void {
    this.#tensors[index] = { ...this.tensor(index), name };
  }

  /** True for a constant. */
  isConstant(index: number): boolean {
    return this.tensor(index).data !== undefined;
  }

  /**
   * Ends the building.
   *
   * @param outputs the network's, in their order
   * @returns a graph that validateGraph and checkShapes accept
   * @throws TflqError('model') where it is no whole network
   */
  finish(outputs: readonly number[]): Graph {
    this.at('');
    const graph: Graph = {
      name: this.#name,
      tensors: this.#tensors,
      ops: this.#ops,
      inputs: this.#inputs,
      outputs,
    };
    validateGraph(graph);
    checkShapes(graph);
    return graph;
  }

  #add(tensor: Tensor): number {
    return this.#tensors.push(tensor) - 1;
  }

  /** The shapes by the operator's rule; what it refuses is worded with the place. */
  #shapesOf(op: Op, index: number): readonly (readonly number[])[] {
    const graph: Graph = {
      name: this.#name,
      tensors: this.#tensors,
      ops: this.#ops,
      inputs: this.#inputs,
      outputs: [],
    };
    try {
      return opDef(op.type, index).shapes(new OpNode(graph, op, index));
    } catch (cause) {
      if (!(cause instanceof TflqError) || this.#place === '') throw cause;
      throw new TflqError('model', `${this.#place}: ${cause.message}`, {
        cause,
        ...(cause.hint !== undefined && { hint: cause.hint }),
      });
    }
  }
}
