/**
 * The weights of layers among those of a manifest: by names such as `conv2d_1/kernel` and `lstm/lstm_cell/bias`,
 * and where a layer was renamed since, by their order.
 */
import { TflqError } from '../../common/errors.ts';
import type { KerasLayer, KerasModel } from '../keras/config.ts';
import type { SpecsOf, Weight, WeightSource, WeightSpec } from '../keras/weights.ts';
import { realValues } from '../support/constants/constant.ts';
import type { NamedWeight } from './manifest.ts';

/** A name's parts. Keras ends names with the number of an output, which tells nothing. */
function partsOf(name: string): string[] {
  return name.replace(/:\d+$/, '').split('/');
}

function weightOf({ constant }: NamedWeight): Weight {
  return { shape: constant.shape, floats: () => realValues(constant).data as Float32Array };
}

/** The layer or model that a layer lies in. */
function around(layer: KerasLayer): KerasLayer | undefined {
  return layer.owner?.layer ?? layer.parent.self;
}

/**
 * The layer's name within each model and layer that it is in, the whole path first; last the name of the layer that it
 * is a part of, for TimeDistributed gives its own to the weights of the layer within.
 */
function pathsOf(layer: KerasLayer): string[][] {
  const path: string[] = [];
  for (let at: KerasLayer | undefined = layer; at !== undefined; at = around(at)) path.unshift(at.name);
  const paths = path.map((_name, k) => path.slice(k));
  return layer.owner === undefined ? paths : [...paths, [layer.owner.layer.name]];
}

/** True where `parts` contain `path` as a run. */
function contains(parts: readonly string[], path: readonly string[]): boolean {
  return parts.some((_part, at) => path.every((name, k) => parts[at + k] === name));
}

/** The layers of a model that have weights, those of models and layers in it too. */
function leaves(model: KerasModel): KerasLayer[] {
  const within = (layer: KerasLayer): KerasLayer[] =>
    layer.model === undefined
      ? [layer, ...[...(layer.parts?.values() ?? [])].flatMap(within)]
      : leaves(layer.model);
  return model.layers.flatMap(within);
}

export class ManifestWeights implements WeightSource {
  readonly #weights: readonly (NamedWeight & { readonly parts: readonly string[] })[];
  readonly #specsOf: SpecsOf;

  constructor(weights: readonly NamedWeight[], specsOf: SpecsOf) {
    this.#weights = weights.map((weight) => ({ ...weight, parts: partsOf(weight.name) }));
    this.#specsOf = specsOf;
  }

  weights(layer: KerasLayer, specs: readonly WeightSpec[]): readonly Weight[] {
    const found = this.#byName(layer, specs) ?? this.#byOrder(layer, specs);
    if (found !== undefined) return found.map(weightOf);
    const wanted = specs.map(({ name }) => name).join(', ');
    throw new TflqError(
      'model',
      `${layer.place} needs the weights ${wanted}, which the manifest does not list`,
      {
        hint: 'Export the model again: model.json and its .bin files belong together.',
      },
    );
  }

  /** By the layer's name, with more of its path where that is not the only one. */
  #byName(layer: KerasLayer, specs: readonly WeightSpec[]): NamedWeight[] | undefined {
    for (const path of pathsOf(layer)) {
      const own = this.#weights.filter(({ parts }) => contains(parts.slice(0, -1), path));
      if (own.length !== specs.length) continue;
      const named = specs.map((spec) => own.filter(({ parts }) => parts.at(-1) === spec.name));
      if (named.every(({ length }) => length === 1)) return named.flat();
      return inOrder(specs).map((k) => own[k]!);
    }
    return undefined;
  }

  /** By the order of all layers, where the manifest has just as many weights as they. */
  #byOrder(layer: KerasLayer, specs: readonly WeightSpec[]): NamedWeight[] | undefined {
    let top = layer.parent;
    while (top.self !== undefined) top = top.self.parent;
    let at = 0;
    let first: number | undefined;
    for (const one of leaves(top)) {
      if (one === layer) first = at;
      at += this.#specsOf(one).length;
    }
    if (first === undefined || at !== this.#weights.length) return undefined;
    return inOrder(specs).map((k) => this.#weights[first + k]!);
  }
}

/** For each weight its place among those of its layer: first what was trained, then the rest. */
function inOrder(specs: readonly WeightSpec[]): number[] {
  const trained = specs.filter(({ trainable }) => trainable !== false);
  const order = [...trained, ...specs.filter((spec) => !trained.includes(spec))];
  return specs.map((spec) => order.indexOf(spec));
}
