/** One call of one layer, while it is turned into operations. */
import type { TflqError } from '../../common/errors.ts';
import type { Attributes } from '../../graph/graph.ts';
import type { GraphBuilder } from '../support/graph-builder.ts';
import type { Call } from './calls.ts';
import type { KerasLayer } from './config.ts';
import type { Settings } from './json.ts';
import { roundedWeights } from './learned-ranges.ts';
import type { Weight, WeightSpec } from './weights.ts';

/** What the calls of one layer share. */
export interface LayerState {
  /** Its weights by name; read when the layer is called first. */
  readonly weights: ReadonlyMap<string, Weight>;
  /** The constants that were made of them, by key. */
  readonly constants: Map<string, number>;
  /** A weight beyond those of the configuration, by its name: see WeightSource.find. */
  readonly find: (name: string) => Weight | undefined;
}

/** What a layer does with the layers in it. */
interface Inner {
  /** Adds the operations of such a layer; gives its outputs. */
  readonly run: (part: KerasLayer, inputs: readonly number[]) => number[];
  /** A call of such a layer without its operations: its settings and weights. */
  readonly call: (part: KerasLayer, inputs: readonly number[]) => LayerCall;
}

/** What all calls of a model share. */
export interface ImportState {
  /** Of which Keras the file is: some defaults and functions differ. */
  readonly keras: 2 | 3;
  /**
   * Tensors of one dimension and channels, [1, length, channels], that were made as images, [1, 1, length, channels]:
   * the kernels of windows take images, and a network stays in them.
   */
  readonly images: Map<number, number>;
  /** Steps of recurrent layers so far. */
  steps: number;
}

/** What a layer's file works with. Tensors are the graph builder's. */
export class LayerCall {
  readonly layer: KerasLayer;
  readonly settings: Settings;
  /** The tensors that it is called on. */
  readonly inputs: readonly number[];
  /** All that it is called with, as it is saved; undefined in a Sequential model. */
  readonly call: Call | undefined;
  readonly builder: GraphBuilder;
  readonly #shared: ImportState;
  readonly #state: LayerState;
  readonly #inner: Inner;

  constructor(
    builder: GraphBuilder,
    layer: KerasLayer,
    inputs: readonly number[],
    further: {
      readonly call?: Call;
      readonly shared: ImportState;
      readonly state: LayerState;
      readonly inner: Inner;
    },
  ) {
    this.builder = builder;
    this.layer = layer;
    this.settings = layer.settings;
    this.inputs = inputs;
    this.call = further.call;
    this.#shared = further.shared;
    this.#state = further.state;
    this.#inner = further.inner;
  }

  /** Counts steps of a recurrent layer; gives the steps of the whole model so far. */
  countSteps(steps: number): number {
    this.#shared.steps += steps;
    return this.#shared.steps;
  }

  /** Of which Keras the file is. */
  get keras(): 2 | 3 {
    return this.#shared.keras;
  }

  /** The only input. */
  get input(): number {
    if (this.inputs.length !== 1) throw this.error(`is called on ${this.inputs.length} tensors instead of 1`);
    return this.inputs[0]!;
  }

  /** A tensor's shape. */
  shape(tensor: number): readonly number[] {
    return this.builder.tensor(tensor).shape;
  }

  /** The input's shape, which must have so many dimensions, the batch among them. */
  inputShape(...ranks: readonly number[]): readonly number[] {
    const shape = this.shape(this.input);
    if (ranks.length > 0 && !ranks.includes(shape.length)) {
      throw this.error(
        `is called on a tensor of shape [${shape.join(', ')}]; it needs ${ranks.join(' or ')} dimensions`,
      );
    }
    return shape;
  }

  /** Adds an operation of one output, named after the layer. */
  op(type: string, inputs: readonly number[], attrs: Attributes = {}): number {
    return this.builder.op(type, inputs, attrs, { name: this.layer.name });
  }

  /** True where the layer has a weight of that name. */
  hasWeight(name: string): boolean {
    return this.#state.weights.has(name);
  }

  /** The weight of that name, of just that shape. */
  weight(name: string, shape: readonly number[]): Float32Array {
    const weight = this.#state.weights.get(name);
    if (weight === undefined) throw new Error(`${this.layer.place} has no weight ${name} in its list`);
    if (weight.shape.length !== shape.length || weight.shape.some((dim, d) => dim !== shape[d])) {
      throw this.error(
        `has a weight "${name}" of shape [${weight.shape.join(', ')}]; it needs [${shape.join(', ')}]`,
        'Save the model and its weights again, in one file.',
      );
    }
    return weight.floats();
  }

  /**
   * A constant of the layer: one for all its calls.
   *
   * @param key what the layer's file calls it
   * @param make gives its elements when it is asked for first
   */
  constant(key: string, shape: readonly number[], make: () => Float32Array): number {
    const known = this.#state.constants.get(key);
    if (known !== undefined) return known;
    const name = `${this.layer.name}/${key}`;
    const index = roundedWeights(this, key, shape, make) ?? this.builder.constant(name, shape, make());
    this.#state.constants.set(key, index);
    return index;
  }

  /** A weight that the file may have for the layer beyond those of its configuration. */
  find(name: string): Weight | undefined {
    return this.#state.find(name);
  }

  /** The layer that plays that part in this one. */
  part(role: string): KerasLayer {
    const part = this.layer.parts?.get(role);
    if (part === undefined) throw this.error(`has no ${role} in its settings`);
    return part;
  }

  /** Adds the operations of the layer that plays that part; gives its outputs. */
  run(role: string, inputs: readonly number[]): number[] {
    return this.#inner.run(this.part(role), inputs);
  }

  /** A call of the layer that plays that part, for its settings and weights. */
  partCall(role: string, inputs: readonly number[]): LayerCall {
    return this.#inner.call(this.part(role), inputs);
  }

  /**
   * The layer's bias, or −1 where it has none.
   *
   * @param shape as Keras has it, where it is more than one dimension
   */
  bias(channels: number, shape: readonly number[] = [channels]): number {
    if (!this.hasWeight('bias')) return -1;
    return this.constant('bias', [channels], () => this.weight('bias', shape));
  }

  /** A constant of integers. */
  integers(key: string, values: readonly number[], shape?: readonly number[]): number {
    return this.builder.integers(`${this.layer.name}/${key}`, values, shape);
  }

  /** A constant of one number. */
  scalar(value: number): number {
    return this.constant(`number ${value}`, [1], () => Float32Array.of(value));
  }

  /** x × factor. */
  scale(x: number, factor: number): number {
    return factor === 1 ? x : this.op('MUL', [x, this.scalar(factor)]);
  }

  /** x + summand. */
  shift(x: number, summand: number): number {
    return summand === 0 ? x : this.op('ADD', [x, this.scalar(summand)]);
  }

  /** The same elements in another shape. */
  reshape(x: number, shape: readonly number[]): number {
    const own = this.shape(x);
    if (own.length === shape.length && own.every((dim, d) => dim === shape[d])) return x;
    return this.op('RESHAPE', [x, this.integers('shape', shape)], { newShape: [...shape] });
  }

  /** The dimensions in another order. */
  transpose(x: number, order: readonly number[]): number {
    if (order.every((dim, d) => dim === d)) return x;
    return this.op('TRANSPOSE', [x, this.integers('order', order)]);
  }

  /** A dimension counted from 0, of one that may be counted from the last. */
  axis(value: number, rank: number): number {
    const axis = value < 0 ? value + rank : value;
    if (!(axis >= 0 && axis < rank)) throw this.error(`works along axis ${value} of ${rank} dimensions`);
    return axis;
  }

  /** A tensor of one dimension and channels as an image of height 1. */
  asImage(x: number): number {
    const known = this.#shared.images.get(x);
    if (known !== undefined) return known;
    const [batch, length, channels] = this.shape(x) as [number, number, number];
    const image = this.reshape(x, [batch, 1, length, channels]);
    this.#shared.images.set(x, image);
    return image;
  }

  /** The reverse of `asImage`. */
  fromImage(image: number): number {
    const [batch, , length, channels] = this.shape(image) as [number, number, number, number];
    const y = this.reshape(image, [batch, length, channels]);
    this.#shared.images.set(y, image);
    return y;
  }

  /** An error about the layer. */
  error(message: string, hint?: string): TflqError {
    return this.builder.error(message, hint);
  }

  /** Refuses images whose channels come before height and width. */
  requireChannelsLast(): void {
    if (this.settings.text('data_format', 'channels_last') === 'channels_last') return;
    throw this.error(
      'works on channels before height and width (data_format "channels_first")',
      'Build the model with data_format="channels_last": microcontrollers have no other kernels.',
    );
  }
}

/** What a layer's file exports for each class. */
export interface LayerDef {
  /** The weights that the layer has by its settings, in Keras's order. None unless given. */
  readonly weights?: (layer: KerasLayer) => readonly WeightSpec[];
  /**
   * True where the layer treats all positions alike, so that it may be called on an image in place of a tensor of one
   * dimension. Not unless given.
   */
  readonly isPositionwise?: (layer: KerasLayer) => boolean;
  /**
   * Adds the operations of one call.
   *
   * @returns the outputs
   * @throws TflqError('model') that names the layer, where it cannot be had
   */
  readonly build: (call: LayerCall) => number | readonly number[];
}

/** The layers of one file, by class. */
export type LayerTable = Readonly<Record<string, LayerDef>>;
