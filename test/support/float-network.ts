/** Builds small float networks for tests. */
import type { Attributes, Graph, Op, Tensor } from '../../src/graph/graph.ts';

/** A graph in the making. Tensors are named by what they are. */
export class FloatNetworkBuilder {
  readonly #tensors: Tensor[] = [];
  readonly #ops: Op[] = [];
  readonly #inputs: number[] = [];

  /** An input of the network. */
  input(shape: readonly number[], name = `input${this.#inputs.length}`): number {
    const index = this.#add({ name, shape, dtype: 'float32' });
    this.#inputs.push(index);
    return index;
  }

  /** A float constant. */
  constant(
    shape: readonly number[],
    values: ArrayLike<number>,
    name = `constant${this.#tensors.length}`,
  ): number {
    return this.#add({ name, shape, dtype: 'float32', data: Float32Array.from(values) });
  }

  /** A constant of shapes, axes or paddings. */
  integers(shape: readonly number[], values: readonly number[]): number {
    return this.#add({
      name: `integers${this.#tensors.length}`,
      shape,
      dtype: 'int32',
      data: Int32Array.from(values),
    });
  }

  /** Any tensor. */
  tensor(tensor: Tensor): number {
    return this.#add(tensor);
  }

  /** An operation with one float output of the given shape; returns the output. */
  op(type: string, inputs: readonly number[], shape: readonly number[], attrs: Attributes = {}): number {
    const output = this.#add({ name: `${type.toLowerCase()}${this.#ops.length}`, shape, dtype: 'float32' });
    this.#ops.push({ type, inputs, outputs: [output], attrs });
    return output;
  }

  /** FULLY_CONNECTED of a row; −1 as the bias leaves it out. */
  dense(input: number, weights: number, bias: number, outputs: number): number {
    const attrs = {
      activation: 'NONE',
      weightsFormat: 'DEFAULT',
      keepNumDims: false,
      asymmetricQuantizeInputs: false,
    };
    return this.op('FULLY_CONNECTED', [input, weights, bias], [1, outputs], attrs);
  }

  /** CONCATENATION along the last dimension. */
  concat(inputs: readonly number[], shape: readonly number[]): number {
    return this.op('CONCATENATION', inputs, shape, { axis: -1, activation: 'NONE' });
  }

  /** The graph. */
  build(outputs: readonly number[]): Graph {
    return { name: 'main', tensors: this.#tensors, ops: this.#ops, inputs: this.#inputs, outputs };
  }

  #add(tensor: Tensor): number {
    return this.#tensors.push(tensor) - 1;
  }
}
