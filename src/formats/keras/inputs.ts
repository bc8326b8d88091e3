/** The inputs of a network: their shapes, and whether they are integers. */
import type { OpenShape } from '../support/input-shape.ts';
import { type KerasLayer, type KerasModel, readOpenShape } from './config.ts';

/** Layers whose input is the positions of rows in a table. */
const TAKES_INDICES = new Set(['Embedding']);

/** The shape that a layer says its input has, with the batch; undefined where it says none. */
export function declaredShape(layer: KerasLayer): OpenShape | undefined {
  const { settings } = layer;
  return readOpenShape(settings.raw('batch_shape')) ?? readOpenShape(settings.raw('batch_input_shape'));
}

/** The layers that take what a functional model's layer of that name gives. */
function consumers(model: KerasModel, name: string): { layer: KerasLayer; input: number }[] {
  return model.layers.flatMap((layer) =>
    layer.calls.flatMap((call) =>
      call.inputs.flatMap((ref, input) => (ref.layer === name ? [{ layer, input }] : [])),
    ),
  );
}

/** True where all that takes the model's input are tables of embeddings, so that it is integers. */
export function isIndices(model: KerasModel, input: number): boolean {
  if (model.kind === 'Sequential') {
    const first = model.layers.find((layer) => layer.className !== 'InputLayer');
    return first !== undefined && takesIndices(first, 0);
  }
  const name = model.inputs[input]?.layer;
  const found = name === undefined ? [] : consumers(model, name);
  return found.length > 0 && found.every(({ layer, input: at }) => takesIndices(layer, at));
}

function takesIndices(layer: KerasLayer, input: number): boolean {
  return TAKES_INDICES.has(layer.className) || (layer.model !== undefined && isIndices(layer.model, input));
}
