/**
 * Layers that lie in others: what TimeDistributed, Bidirectional and quantization aware training wrap, and the cells of
 * recurrent layers.
 */
import { field, isList, isObject, type Json, type JsonObject } from './json.ts';

/** A layer in a layer: which part of it, and its description. */
export interface Part {
  /** As Keras's files of weights call the part, e.g. `layer` or `forward_layer`; `cells/1` of several. */
  readonly role: string;
  readonly description: JsonObject;
}

/** Cells that are stacked. */
const MOST_CELLS = 64;

/** A description with another name, and settings that differ. */
function changed(description: JsonObject, name: string, further: JsonObject = {}): JsonObject {
  const config = field(description, 'config');
  return { ...description, name, config: { ...(isObject(config) ? config : {}), ...further, name } };
}

function nameOf(description: JsonObject): string {
  const config = field(description, 'config');
  return String((isObject(config) ? field(config, 'name') : undefined) ?? 'layer');
}

/** One direction of a bidirectional layer; Keras 2 saves it without the direction in its name. */
function directed(description: JsonObject, direction: 'forward' | 'backward'): JsonObject {
  const name = nameOf(description);
  if (name.startsWith(`${direction}_`)) return description;
  return changed(description, `${direction}_${name.replace(/^forward_/, '')}`);
}

/** The two directions. The second one is made of the first where the file has none. */
function directions(forward: JsonObject, backward: Json | undefined): Part[] {
  const config = field(forward, 'config');
  const goesBackwards = isObject(config) && field(config, 'go_backwards') === true;
  const reversed = isObject(backward)
    ? backward
    : changed(forward, nameOf(forward), { go_backwards: !goesBackwards });
  return [
    { role: 'forward_layer', description: directed(forward, 'forward') },
    { role: 'backward_layer', description: directed(reversed, 'backward') },
  ];
}

/**
 * The layers that a layer's settings describe.
 *
 * @param className the layer's
 * @param config its settings
 */
export function partsOf(className: string, config: JsonObject): Part[] {
  const layer = field(config, 'layer');
  if (className === 'Bidirectional' && isObject(layer)) {
    return directions(layer, field(config, 'backward_layer'));
  }
  const cells = field(config, 'cells');
  const stacked = isList(cells) ? cells.filter(isObject).slice(0, MOST_CELLS) : [];
  const cell = field(config, 'cell');
  return [
    ...(isObject(layer) ? [{ role: 'layer', description: layer }] : []),
    ...(isObject(cell) ? [{ role: 'cell', description: cell }] : []),
    ...stacked.map((description, k) => ({ role: `cells/${k}`, description })),
  ];
}
