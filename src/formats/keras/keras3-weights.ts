/**
 * Weights as model.weights.h5 of a .keras file holds them: a group for each layer, found by the path of classes to it
 * (`layers/conv2d_1/vars`), with datasets 0, 1, … in it. Names of layers play no part.
 */
import { TflqError } from '../../common/errors.ts';
import type { KerasLayer, KerasModel } from './config.ts';
import { Hdf5Dataset, type Hdf5Group } from './hdf5/index.ts';
import type { Weight, WeightSource, WeightSpec } from './weights.ts';

/** The groups that hold a model's layers: today's name, and that of Keras 2.12 to 2.15. */
const LAYERS = 'layers';
const OLD_LAYERS = '_layer_checkpoint_dependencies';

/** A class's name as groups have it: `Conv2D` is `conv2d`, `ReLU` is `re_lu`. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The number behind a class's name in a group's name: 0 for none, undefined for another class. */
function numberOf(group: string, base: string): number | undefined {
  if (group === base) return 0;
  const match = /^_(\d{1,6})$/.exec(group.slice(base.length));
  return group.startsWith(base) && match !== null ? Number(match[1]) : undefined;
}

/** The name of a layer's group among those of its peers: its class, numbered where there are several. */
function groupName(layer: KerasLayer, peers: readonly KerasLayer[]): string {
  const base = snakeCase(layer.className);
  const index = peers.filter((peer) => snakeCase(peer.className) === base).indexOf(layer);
  return index === 0 ? base : `${base}_${index}`;
}

/** True where the group of a layer holds weights, its own or those of layers in it. */
function holdsWeights(group: Hdf5Group, level = 0): boolean {
  return group.names().some((name) => {
    const member = group.member(name);
    return (
      member instanceof Hdf5Dataset || (member !== undefined && level < 8 && holdsWeights(member, level + 1))
    );
  });
}

/** The weights of a .keras file. */
export class Keras3Weights implements WeightSource {
  readonly #root: Hdf5Group;
  /** Groups of layers that were found. */
  readonly #groups = new Map<KerasLayer, Hdf5Group | undefined>();

  constructor(root: Hdf5Group) {
    this.#root = root;
  }

  weights(layer: KerasLayer, specs: readonly WeightSpec[]): readonly Weight[] {
    const group = this.#groupOf(layer);
    const owners = [...new Set(specs.map(({ owner }) => owner ?? ''))];
    const shares = new Map(owners.map((owner) => [owner, this.#vars(layer, group, owner, specs)]));
    return specs.map(({ owner }) => shares.get(owner ?? '')!.shift()!);
  }

  /** The datasets of the layer itself, or of a part of it. */
  #vars(
    layer: KerasLayer,
    group: Hdf5Group | undefined,
    owner: string,
    specs: readonly WeightSpec[],
  ): Weight[] {
    // Keras 2's parts are private there.
    const vars = group?.group(`${owner}/vars`) ?? group?.group(`_${owner}/vars`);
    const found: Weight[] = [];
    for (let next = vars?.dataset('0'); next !== undefined; next = vars?.dataset(String(found.length))) {
      found.push(next);
    }
    const wanted = specs.filter((spec) => (spec.owner ?? '') === owner).length;
    if (found.length !== wanted) {
      throw new TflqError(
        'model',
        `${layer.place} has ${found.length} weights in the file; by its configuration it has ${wanted}`,
        { hint: 'Save the model again by model.save("model.keras") of Keras.' },
      );
    }
    return found;
  }

  #groupOf(layer: KerasLayer): Hdf5Group | undefined {
    if (this.#groups.has(layer)) return this.#groups.get(layer);
    const group =
      layer.owner === undefined ? this.#groupInModel(layer) : this.#groupOfPart(layer, layer.owner);
    this.#groups.set(layer, group);
    return group;
  }

  /** The group of a part lies in that of its owner; cells of a stack are counted by class, as layers are. */
  #groupOfPart(layer: KerasLayer, { layer: owner, role }: NonNullable<KerasLayer['owner']>) {
    const group = this.#groupOf(owner);
    if (!role.startsWith('cells/')) return group?.group(role);
    return group?.group(`cells/${groupName(layer, [...(owner.parts?.values() ?? [])])}`);
  }

  #groupInModel(layer: KerasLayer): Hdf5Group | undefined {
    const model = layer.parent.self === undefined ? this.#root : this.#groupOf(layer.parent.self);
    const base = snakeCase(layer.className);
    const peers = layer.parent.layers.filter((peer) => snakeCase(peer.className) === base);
    const index = peers.indexOf(layer);
    const today = model?.group(LAYERS);
    return today !== undefined
      ? today.group(groupName(layer, peers))
      : this.#oldGroup(layer.parent, model?.group(OLD_LAYERS), base, index);
  }

  /**
   * Keras 2.13 counted layers with weights twice, so that the numbers have gaps: what counts is their order among
   * the groups with weights. (Where some layers of the class have none, all have none.)
   */
  #oldGroup(
    model: KerasModel,
    groups: Hdf5Group | undefined,
    base: string,
    index: number,
  ): Hdf5Group | undefined {
    if (groups === undefined || model.layers.length === 0) return undefined;
    const numbered = groups
      .names()
      .map((name) => ({ name, number: numberOf(name, base) }))
      .filter((entry): entry is { name: string; number: number } => entry.number !== undefined)
      .sort((a, b) => a.number - b.number)
      .flatMap(({ name }) => groups.group(name) ?? [])
      .filter((group) => holdsWeights(group));
    return numbered[index];
  }
}
