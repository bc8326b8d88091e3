/**
 * From a model's configuration and its weights to a graph. Where they are stored is no matter here: .h5, .keras and
 * the layers models of TensorFlow.js come together in this file.
 */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { inputShape } from '../support/input-shape.ts';
import type { Call, OutputRef } from './calls.ts';
import { type KerasLayer, type KerasModel, readConfig } from './config.ts';
import { declaredShape, isIndices } from './inputs.ts';
import type { Json } from './json.ts';
import { type ImportState, LayerCall, type LayerState } from './layer-call.ts';
import { findLayer, weightSpecs } from './layers/index.ts';
import { unknownLayer } from './refuse.ts';
import { type SpecsOf, type WeightSource, weightKey } from './weights.ts';

/** What is known of a model besides its configuration and weights. */
export interface KerasOptions {
  /** Of which Keras it is. TF.js's layers are Keras 2's. */
  readonly keras: 2 | 3;
  /** Shapes of inputs, by name; '' for the only one. */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]>;
}

/** Calls of layers, those in models that are called several times among them. */
const MOST_CALLS = 20_000;

/** Turns a model into operations. */
class ModelImport {
  readonly #builder: GraphBuilder;
  readonly #source: WeightSource;
  readonly #options: KerasOptions;
  readonly #shared: ImportState;
  readonly #states = new Map<KerasLayer, LayerState>();
  #calls = 0;

  constructor(builder: GraphBuilder, source: WeightSource, options: KerasOptions) {
    this.#builder = builder;
    this.#source = source;
    this.#options = options;
    this.#shared = { keras: options.keras, images: new Map(), steps: 0 };
  }

  /** Imports the whole model: its inputs, layers and outputs. */
  whole(model: KerasModel): Graph {
    const builder = this.#builder;
    const { inputShapes } = this.#options;
    const described = describeInputs(model);
    const inputs = described.map(({ name, shape }, i) =>
      builder.input(
        name,
        // Whatever batch it was trained with, it is run with one of 1.
        inputShape(name, shape && [null, ...shape.slice(1)], inputShapes, described.length === 1),
        isIndices(model, i) ? 'int32' : 'float32',
      ),
    );
    const outputs = this.model(model, inputs);
    builder.at('');
    if (outputs.some((output) => inputs.includes(output))) {
      throw builder.error('the model gives an input as its output, and computes nothing of it');
    }
    return builder.finish(outputs);
  }

  /** Adds the operations of a model on its inputs; gives its outputs. */
  model(model: KerasModel, inputs: readonly number[]): number[] {
    return model.kind === 'Sequential' ? this.#sequential(model, inputs) : this.#functional(model, inputs);
  }

  #sequential(model: KerasModel, inputs: readonly number[]): number[] {
    let tensors = [...inputs];
    for (const layer of model.layers) {
      if (layer.className !== 'InputLayer') tensors = this.#layer(layer, tensors, undefined);
    }
    return tensors;
  }

  #functional(model: KerasModel, inputs: readonly number[]): number[] {
    const results = new Results(model);
    const given = model.inputs.map(({ layer }) => layer);
    if (given.length !== inputs.length) {
      throw this.#builder.error(`is called on ${inputs.length} tensors instead of ${given.length}`);
    }
    given.forEach((layer, i) => {
      results.add(layer, [inputs[i]!]);
    });
    // Layers are in an order in which they can be called, except where one is shared: rounds until all are.
    let waiting = model.layers.filter(({ name }) => !given.includes(name));
    while (waiting.length > 0) {
      const before = this.#calls;
      waiting = waiting.filter((layer) => !this.#callReady(layer, results));
      if (this.#calls === before) {
        const stuck = waiting[0]!;
        throw new TflqError('model', `${stuck.place} is called on what no layer before it gives`, {
          hint: 'Save the model again by model.save() of Keras.',
        });
      }
    }
    return model.outputs.map((ref) => results.output(ref));
  }

  /** Makes the calls of a layer whose inputs are there, in order; true where none is left. */
  #callReady(layer: KerasLayer, results: Results): boolean {
    for (let next = results.count(layer.name); next < layer.calls.length; next++) {
      const call = layer.calls[next]!;
      const inputs = results.inputs(call);
      if (inputs === undefined) return false;
      results.add(layer.name, this.#layer(layer, inputs, call));
    }
    // A layer without calls (an input that nothing uses) gives nothing.
    if (layer.calls.length === 0) this.#calls += 1;
    return true;
  }

  /** Adds one call of a layer; gives its outputs. */
  #layer(layer: KerasLayer, inputs: readonly number[], call: Call | undefined): number[] {
    this.#calls += 1;
    const builder = this.#builder;
    builder.at(layer.place);
    if (this.#calls > MOST_CALLS)
      throw builder.error(`comes after ${MOST_CALLS} others: the model is too large`);
    if (layer.model !== undefined) return this.model(layer.model, inputs);
    const def = findLayer(layer.className);
    if (def === undefined) throw unknownLayer(builder, layer);
    const images = inputs.map((input) => this.#shared.images.get(input) ?? -1);
    const asImages = inputs.length > 0 && !images.includes(-1) && def.isPositionwise?.(layer) === true;
    const context = this.#context(layer, asImages ? images : inputs, call);
    const made = [def.build(context)].flat();
    return asImages ? made.map((image) => context.fromImage(image)) : made;
  }

  #context(layer: KerasLayer, inputs: readonly number[], call?: Call): LayerCall {
    return new LayerCall(this.#builder, layer, inputs, {
      shared: this.#shared,
      state: this.#stateOf(layer),
      inner: {
        run: (part, on) => {
          const outputs = this.#layer(part, on, undefined);
          this.#builder.at(layer.place);
          return outputs;
        },
        call: (part, on) => this.#context(part, on),
      },
      ...(call && { call }),
    });
  }

  #stateOf(layer: KerasLayer): LayerState {
    const known = this.#states.get(layer);
    if (known !== undefined) return known;
    const specs = weightSpecs(layer);
    const weights = specs.length === 0 ? [] : this.#source.weights(layer, specs);
    const state = {
      weights: new Map(specs.map((spec, k) => [weightKey(spec), weights[k]!])),
      constants: new Map<string, number>(),
      find: (name: string) => this.#source.find?.(layer, name),
    };
    this.#states.set(layer, state);
    return state;
  }
}

/** What the calls of a functional model's layers gave. */
class Results {
  readonly #outputs = new Map<string, number[][]>();
  /** Layers whose calls are counted from 1: models, whose call number 0 is their own definition. */
  readonly #fromOne: ReadonlySet<string>;
  readonly #model: KerasModel;

  constructor(model: KerasModel) {
    this.#model = model;
    this.#fromOne = countedFromOne(model);
  }

  add(layer: string, outputs: number[]): void {
    const calls = this.#outputs.get(layer) ?? [];
    calls.push(outputs);
    this.#outputs.set(layer, calls);
  }

  /** How many calls of the layer were made. */
  count(layer: string): number {
    return this.#outputs.get(layer)?.length ?? 0;
  }

  /** The tensors that a call is made on, or undefined where one is not there yet. */
  inputs(call: Call): number[] | undefined {
    const found: number[] = [];
    for (const ref of call.inputs) {
      const start = call.isLegacy && this.#fromOne.has(ref.layer) ? 1 : 0;
      const tensor = this.#outputs.get(ref.layer)?.[ref.call - start]?.[ref.output];
      if (tensor === undefined) return undefined;
      found.push(tensor);
    }
    return found;
  }

  /** Keras 3 counts the calls of functional models from 1 among a model's outputs, and only there. */
  #isOwnFunctional(ref: OutputRef): boolean {
    const layer = this.#model.layers.find(({ name }) => name === ref.layer);
    return layer?.model?.kind === 'Functional' && !isLegacy(layer) && ref.call > 0;
  }

  /** The tensor that is an output of the model. */
  output(ref: OutputRef): number {
    const start = this.#fromOne.has(ref.layer) || this.#isOwnFunctional(ref) ? 1 : 0;
    const tensor = this.#outputs.get(ref.layer)?.[ref.call - start]?.[ref.output];
    if (tensor !== undefined) return tensor;
    throw new TflqError(
      'model',
      `the model has an output that its layer ${JSON.stringify(ref.layer)} does not give`,
      {
        where: this.#model.name,
        hint: 'Save the model again by model.save() of Keras.',
      },
    );
  }
}

/** True where a layer's calls are in Keras 2's form. */
function isLegacy(layer: KerasLayer): boolean {
  return layer.calls.some((call) => call.isLegacy);
}

/**
 * The layers whose calls a file of Keras 2's form counts from 1: models, whose call number 0 is their own definition
 * where they begin with an input. It shows where the last call is referred to by a number that is too large.
 */
function countedFromOne(model: KerasModel): ReadonlySet<string> {
  const models = model.layers.filter((layer) => layer.model !== undefined && isLegacy(layer));
  const refs = [
    ...model.outputs,
    ...model.layers.flatMap(({ calls }) =>
      calls.filter((call) => call.isLegacy).flatMap((call) => call.inputs),
    ),
  ];
  const isBeyond = (layer: KerasLayer): boolean =>
    refs.some((ref) => ref.layer === layer.name && ref.call >= layer.calls.length);
  return new Set(models.filter(isBeyond).map(({ name }) => name));
}

/** Names and declared shapes of the whole model's inputs. */
function describeInputs(model: KerasModel): { name: string; shape: ReturnType<typeof declaredShape> }[] {
  if (model.kind === 'Sequential') {
    const first = model.layers[0]!;
    const name = first.className === 'InputLayer' ? first.name : `${first.name}_input`;
    return [{ name, shape: declaredShape(first) ?? innerShape(first) ?? model.inputShape }];
  }
  if (model.inputs.length === 0) throw new TflqError('model', 'the model has no inputs');
  return model.inputs.map(({ layer: name }) => {
    const layer = model.layers.find((candidate) => candidate.name === name);
    return { name, shape: layer && declaredShape(layer) };
  });
}

/** The input's shape of a model that is the first layer of a Sequential one, or of a layer that the first one wraps. */
function innerShape(layer: KerasLayer): ReturnType<typeof declaredShape> {
  if (layer.model !== undefined) return describeInputs(layer.model)[0]?.shape;
  // Over time, the layer within knows nothing of the steps.
  if (layer.className === 'TimeDistributed') return undefined;
  const [part] = layer.parts?.values() ?? [];
  return part && (declaredShape(part) ?? innerShape(part));
}

/**
 * Makes a graph of a model of Keras's layers.
 *
 * @param config the configuration, as Keras writes it: see readConfig
 * @param weightsOf gives the weights, by the weights that layers have by their configuration
 * @throws TflqError('model') that names the layer which cannot be had
 */
export function buildKerasModel(
  config: Json,
  weightsOf: (specsOf: SpecsOf) => WeightSource,
  options: KerasOptions,
): Graph {
  const model = readConfig(config);
  return new ModelImport(new GraphBuilder(model.name), weightsOf(weightSpecs), options).whole(model);
}
