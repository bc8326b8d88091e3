/**
 * The configuration that Keras saves of a model: which layers it has, with which settings, and who is called on what.
 * Keras 2's form and Keras 3's, Sequential and functional models, and models as layers of others.
 */
import { TflqError } from '../../common/errors.ts';
import { type Call, findRefs, type OutputRef, readCalls } from './calls.ts';
import { field, isList, isObject, type Json, type JsonObject, Settings, shown } from './json.ts';
import { partsOf } from './parts.ts';

/** A layer. */
export interface KerasLayer {
  readonly name: string;
  /** Its class as Keras calls it, without a package, e.g. `Conv2D`. */
  readonly className: string;
  /** What messages call it, with its place in nested models: `layer "block/conv2d" (Conv2D)`. */
  readonly place: string;
  readonly settings: Settings;
  /** False for layers that were not trained: their weights are saved in another order. */
  readonly trainable: boolean;
  /** The calls of a functional model's layer; [] in a Sequential model, where each is called once on the one before. */
  readonly calls: readonly Call[];
  /** The model that it is a layer of. */
  readonly parent: KerasModel;
  /** The model that it is, where it is one. */
  readonly model?: KerasModel;
  /** The layers in it by the part that they play: see parts.ts. */
  readonly parts?: ReadonlyMap<string, KerasLayer>;
  /** The layer that it is a part of, if it is one, and which part. */
  readonly owner?: { readonly layer: KerasLayer; readonly role: string };
}

/** A model, or a layer that is a model. */
export interface KerasModel {
  readonly kind: 'Sequential' | 'Functional';
  readonly name: string;
  readonly layers: readonly KerasLayer[];
  /** Functional: what goes in and comes out. */
  readonly inputs: readonly OutputRef[];
  readonly outputs: readonly OutputRef[];
  /** Sequential: the shape it was built with, if it is known; null is an open dimension. */
  readonly inputShape?: readonly (number | null)[];
  /** The layer that it is, unless it is the whole. */
  readonly self?: KerasLayer;
}

/** Layers of a file, its nested models' included. */
const MOST_LAYERS = 4000;

/** Models within models. */
const MOST_LEVELS = 16;

const SEQUENTIAL = new Set(['Sequential']);
const FUNCTIONAL = new Set(['Functional', 'Model']);

const RESAVE = 'Save the model again by model.save() of Keras.';

function malformed(what: string): TflqError {
  return new TflqError('model', `the model's configuration ${what}`, { hint: RESAVE });
}

/** A shape as configurations have it, or undefined for anything else. */
export function readOpenShape(value: Json | undefined): (number | null)[] | undefined {
  if (!isList(value)) return undefined;
  const dims = value.filter((dim): dim is number | null => dim === null || Number.isSafeInteger(dim));
  return dims.length === value.length && dims.length > 0 ? dims : undefined;
}

/** Reads configurations, and counts what it reads. */
class ConfigReader {
  #layers = 0;

  /** Reads a model of the given class. */
  model(description: JsonObject, level: number, prefix: string, self?: KerasLayer): KerasModel {
    if (level > MOST_LEVELS) throw malformed('has models within models without an end');
    const config = field(description, 'config');
    const values: JsonObject = isObject(config) ? config : { layers: config ?? null };
    const name = field(values, 'name');
    const isFunctional = isList(field(values, 'input_layers')) || isObject(field(values, 'input_layers'));
    const shape = this.#builtShape(description, values);
    const model = {
      kind: isFunctional ? ('Functional' as const) : ('Sequential' as const),
      name: typeof name === 'string' ? name : 'model',
      layers: [] as KerasLayer[],
      inputs: isFunctional ? findRefs(field(values, 'input_layers') ?? []) : [],
      outputs: isFunctional ? findRefs(field(values, 'output_layers') ?? []) : [],
      ...(shape !== undefined && { inputShape: shape }),
      ...(self !== undefined && { self }),
    };
    const layers = field(values, 'layers');
    if (!isList(layers) || layers.length === 0) throw malformed('lists no layers');
    for (const layer of layers) model.layers.push(this.#layer(layer, model, level, prefix));
    const names = new Set(model.layers.map((layer) => layer.name));
    if (names.size !== model.layers.length) throw malformed('has two layers of one name');
    return model;
  }

  /** The shape that a Sequential model was built with. */
  #builtShape(description: JsonObject, values: JsonObject): (number | null)[] | undefined {
    const build = field(description, 'build_config');
    const built = isObject(build) ? field(build, 'input_shape') : undefined;
    return readOpenShape(field(values, 'build_input_shape')) ?? readOpenShape(built);
  }

  #layer(
    value: Json,
    parent: KerasModel,
    level: number,
    prefix: string,
    owner?: KerasLayer['owner'],
  ): KerasLayer {
    this.#layers += 1;
    if (this.#layers > MOST_LAYERS) throw malformed(`has more than ${MOST_LAYERS} layers`);
    if (level > MOST_LEVELS) throw malformed('has layers within layers without an end');
    if (!isObject(value)) throw malformed(`has the layer ${shown(value)}`);
    const className = layerClass(value);
    const config = field(value, 'config');
    if (!isObject(config)) throw malformed(`has no settings of a layer of the class ${className}`);
    const name = field(value, 'name') ?? field(config, 'name');
    if (typeof name !== 'string') throw malformed(`has a layer of the class ${className} without a name`);
    const path = `${prefix}${name}`;
    const place = `layer ${JSON.stringify(path)} (${className})`;
    const layer = {
      name,
      className,
      place,
      settings: new Settings(config, place),
      trainable: field(config, 'trainable') !== false,
      calls: readCalls(field(value, 'inbound_nodes'), place),
      parent,
      ...(owner !== undefined && { owner }),
    };
    const whole: KerasLayer & { model?: KerasModel; parts?: ReadonlyMap<string, KerasLayer> } = layer;
    if (isModel(className, config)) whole.model = this.model(value, level + 1, `${path}/`, whole);
    else whole.parts = this.#parts(whole, config, level + 1, `${path}/`);
    return whole;
  }

  #parts(
    layer: KerasLayer,
    config: JsonObject,
    level: number,
    prefix: string,
  ): ReadonlyMap<string, KerasLayer> {
    const parts = partsOf(layer.className, config).map(({ role, description }): [string, KerasLayer] => [
      role,
      this.#layer(description, layer.parent, level, prefix, { layer, role }),
    ]);
    return new Map(parts);
  }
}

/** The class of a layer; custom classes keep their package, so that they are taken for no layer of Keras. */
function layerClass(value: JsonObject): string {
  const name = field(value, 'class_name');
  if (typeof name !== 'string') throw malformed('has a layer without a class');
  // tfmot and others register as Package>Class, Keras itself does not.
  return name.startsWith('Keras>') ? name.slice('Keras>'.length) : name;
}

function isModel(className: string, config: JsonObject): boolean {
  if (SEQUENTIAL.has(className)) return true;
  return FUNCTIONAL.has(className) || (isList(field(config, 'layers')) && 'input_layers' in config);
}

/**
 * Reads a model's configuration.
 *
 * @param config the JSON that Keras calls `model_config` (.h5), config.json (.keras), or `modelTopology.model_config`
 *   (TF.js)
 * @throws TflqError('model') where it is no model of layers
 */
export function readConfig(config: Json): KerasModel {
  if (!isObject(config)) throw malformed(`is ${shown(config)}`);
  const className = field(config, 'class_name');
  const values = field(config, 'config');
  const isLayers = isList(values) || (isObject(values) && isList(field(values, 'layers')));
  if (typeof className !== 'string' || !isLayers) {
    throw new TflqError(
      'model',
      `the model is of the class ${shown(className)}, whose layers the file does not tell`,
      {
        hint:
          'Models that are subclasses save no graph. Export it as .tflite, or wrap it: ' +
          'keras.Model(x, model(x)) of layers that are called one after the other.',
      },
    );
  }
  return new ConfigReader().model(config, 0, '');
}
