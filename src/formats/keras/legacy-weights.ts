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

/** The layer of the whole model that a layer is in, and whether all models around it are trainable. */
function outermost(layer: KerasLayer): KerasLayer {
  let top = layer;
  while (top.parent.self !== undefined) top = top.parent.self;
  return top;
}

/** The layers that have weights of their own, in the order of the configuration. */
function leaves(layer: KerasLayer): KerasLayer[] {
  return layer.model === undefined ? [layer] : layer.model.layers.flatMap(leaves);
}

function isTrained(layer: KerasLayer, spec: WeightSpec): boolean {
  for (let at: KerasLayer | undefined = layer; at !== undefined; at = at.parent.self) {
    if (!at.trainable) return false;
  }
  return spec.trainable !== false;
}

/** The weights below a `model_weights` group. */
export class LegacyWeights implements WeightSource {
  readonly #root: Hdf5Group;
  readonly #specsOf: SpecsOf;
  /** The weights of a whole model's layer by the layers in it. */
  readonly #known = new Map<KerasLayer, ReadonlyMap<KerasLayer, readonly Weight[]>>();

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

  /** Gives each layer in `top` its weights out of the group's list. */
  #share(top: KerasLayer): ReadonlyMap<KerasLayer, readonly Weight[]> {
    const owned = leaves(top).flatMap((layer) =>
      this.#specsOf(layer).map((spec, k) => ({ layer, k, isTrained: isTrained(layer, spec) })),
    );
    const order = [...owned.filter((one) => one.isTrained), ...owned.filter((one) => !one.isTrained)];
    const found = this.#list(top);
    if (found.length !== order.length) {
      throw new TflqError(
        'model',
        `${top.place} has ${found.length} weights in the file; by its configuration it has ${order.length}`,
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

  #list(top: KerasLayer): Weight[] {
    const group = this.#root.group(top.name);
    if (group === undefined) return [];
    return (attributeTexts(group, 'weight_names') ?? []).map((name) => {
      const dataset = group.dataset(name);
      if (dataset !== undefined) return dataset;
      throw new TflqError('model', `${top.place} has a weight ${JSON.stringify(name)} that the file lacks`, {
        hint: 'Copy or save the model again.',
      });
    });
  }
}
