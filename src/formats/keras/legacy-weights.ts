/**
 * Weights as .h5 files hold them (of Keras 2 and 3): a group for each layer of the whole model, with the names of its
 * datasets in an attribute. The weights of a layer that is a model lie there in one list, first those that were
 * trained, then the others.
 */
import { TflqError } from '../../common/errors.ts';
import type { KerasLayer } from './config.ts';
import type { Hdf5Group } from './hdf5/index.ts';
import type { SpecsOf, Weight, WeightSource, WeightSpec } from './weights.ts';

/** Attributes of more than 64 kB are cut into this many at most. */
const MOST_PIECES = 1000;

/** The texts of an attribute, which Keras cuts into NAME0, NAME1… where they are too many for one. */
export function attributeTexts(group: Hdf5Group, name: string): string[] | undefined {
  const whole = group.texts(name);
  if (whole !== undefined) return whole;
  const all: string[] = [];
  for (let k = 0; k < MOST_PIECES; k++) {
    const piece = group.texts(`${name}${k}`);
    if (piece === undefined) return k === 0 ? undefined : all;
    all.push(...piece);
  }
  return all;
}

/** The layer or model that a layer lies in. */
function around(layer: KerasLayer): KerasLayer | undefined {
  return layer.owner?.layer ?? layer.parent.self;
}

/** The layer of the whole model that a layer is in. */
function outermost(layer: KerasLayer): KerasLayer {
  let top = layer;
  for (let next = around(top); next !== undefined; next = around(top)) top = next;
  return top;
}

/** The layers that have weights of their own, in the order of the configuration. */
function leaves(layer: KerasLayer): KerasLayer[] {
  const parts = [...(layer.parts?.values() ?? [])];
  return layer.model === undefined ? [layer, ...parts.flatMap(leaves)] : layer.model.layers.flatMap(leaves);
}

/** A weight's name without the layer's: `kernel` of `dense/kernel:0`. */
function ownName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/:\d+$/, '');
}

function isTrained(layer: KerasLayer, spec: WeightSpec): boolean {
  for (let at: KerasLayer | undefined = layer; at !== undefined; at = around(at)) {
    if (!at.trainable) return false;
  }
  return spec.trainable !== false;
}

/** A weight with the name that the file has for it. */
interface NamedWeight {
  readonly name: string;
  readonly weight: Weight;
}

/** The weights below a `model_weights` group. */
export class LegacyWeights implements WeightSource {
  readonly #root: Hdf5Group;
  readonly #specsOf: SpecsOf;
  /** The weights of a whole model's layer by the layers in it. */
  readonly #known = new Map<KerasLayer, ReadonlyMap<KerasLayer, readonly Weight[]>>();
  /** The weights of a whole model's layer, in the file's order. */
  readonly #lists = new Map<KerasLayer, readonly NamedWeight[]>();

  constructor(root: Hdf5Group, specsOf: SpecsOf) {
    this.#root = root;
    this.#specsOf = specsOf;
  }

  weights(layer: KerasLayer): readonly Weight[] {
    const top = outermost(layer);
    let shares = this.#known.get(top);
    if (shares === undefined) {
      shares = this.#share(top);
      this.#known.set(top, shares);
    }
    return shares.get(layer) ?? [];
  }

  find(layer: KerasLayer, name: string): Weight | undefined {
    return this.#list(outermost(layer)).find((one) => ownName(one.name) === name)?.weight;
  }

  /** Gives each layer in `top` its weights out of the group's list. */
  #share(top: KerasLayer): ReadonlyMap<KerasLayer, readonly Weight[]> {
    const owned = leaves(top).flatMap((layer) =>
      this.#specsOf(layer).map((spec, k) => ({ layer, k, spec, isTrained: isTrained(layer, spec) })),
    );
    const order = [...owned.filter((one) => one.isTrained), ...owned.filter((one) => !one.isTrained)];
    const list = this.#list(top);
    const found =
      this.#byName(
        top,
        order.map(({ spec }) => spec.name),
      ) ?? list.map(({ weight }) => weight);
    if (found.length !== order.length) {
      throw new TflqError(
        'model',
        `${top.place} has ${list.length} weights in the file; by its configuration it has ${order.length}`,
        { hint: 'Save the model and its weights again, in one file, by model.save() of Keras.' },
      );
    }
    const shares = new Map<KerasLayer, Weight[]>();
    order.forEach(({ layer, k }, i) => {
      const share = shares.get(layer) ?? [];
      share[k] = found[i]!;
      shares.set(layer, share);
    });
    return shares;
  }

  /**
   * The weights of those names, for a layer that wraps another and has weights of its own besides, in whichever order.
   *
   * @returns undefined where names are missing, or are no names of one weight
   */
  #byName(top: KerasLayer, names: readonly string[]): Weight[] | undefined {
    if (!top.parts?.has('layer')) return undefined;
    const list = this.#list(top);
    const named = new Map(list.map(({ name, weight }) => [ownName(name), weight]));
    const isUnique = named.size === list.length && new Set(names).size === names.length;
    return isUnique && names.every((name) => named.has(name))
      ? names.map((name) => named.get(name)!)
      : undefined;
  }

  #list(top: KerasLayer): readonly NamedWeight[] {
    const known = this.#lists.get(top);
    if (known !== undefined) return known;
    const group = this.#root.group(top.name);
    const names = (group && attributeTexts(group, 'weight_names')) ?? [];
    const list = names.map((name) => {
      const weight = group?.dataset(name);
      if (weight !== undefined) return { name, weight };
      throw new TflqError('model', `${top.place} has a weight ${JSON.stringify(name)} that the file lacks`, {
        hint: 'Copy or save the model again.',
      });
    });
    this.#lists.set(top, list);
    return list;
  }
}
