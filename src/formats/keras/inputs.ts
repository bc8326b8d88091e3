/** The inputs of a network: their shapes, and whether they are integers. */
import { TflqError } from '../../common/errors.ts';
import { type KerasLayer, type KerasModel, readOpenShape } from './config.ts';

/** A shape as a configuration has it: null is an open dimension. */
export type OpenShape = readonly (number | null)[];

/** Elements that an input of a microcontroller's network has at most. */
const MOST_ELEMENTS = 2 ** 24;

/** Layers whose input is the positions of rows in a table. */
const TAKES_INDICES = new Set(['Embedding']);

/** The shape that a layer says its input has, with the batch; undefined where it says none. */
export function declaredShape(layer: KerasLayer): OpenShape | undefined {
  const { settings } = layer;
  return readOpenShape(settings.raw('batch_shape')) ?? readOpenShape(settings.raw('batch_input_shape'));
}

/** The shape of an input with a batch of 1. */
export function inputShape(
  name: string,
  declared: OpenShape | undefined,
  given: ReadonlyMap<string, readonly number[]> | undefined,
  isOnly: boolean,
): number[] {
  const chosen = given?.get(name) ?? (isOnly ? given?.get('') : undefined);
  if (chosen !== undefined) return checked(name, chosen, declared);
  if (declared === undefined) {
    throw new TflqError('model', `the shape of input ${JSON.stringify(name)} is not in the file`, {
      hint: 'Give it by --input-shape 1,HEIGHT,WIDTH,CHANNELS.',
    });
  }
  const shape = [1, ...declared.slice(1)];
  const open = shape.indexOf(null);
  if (open >= 0) {
    const text = declared.map((dim) => dim ?? '?').join(', ');
    throw new TflqError(
      'model',
      `input ${JSON.stringify(name)} has the shape [${text}]: dimension ${open} is open`,
      { hint: `Give it by --input-shape ${shape.map((dim) => dim ?? 10).join(',')}.` },
    );
  }
  return checked(name, shape as number[], undefined);
}

/** Checks a shape by itself, and against what the file says of it. */
function checked(name: string, shape: readonly number[], declared: OpenShape | undefined): number[] {
  const fits =
    declared === undefined ||
    (declared.length === shape.length &&
      declared.every((dim, d) => d === 0 || dim === null || dim === shape[d]));
  if (!fits) {
    const text = declared.map((dim) => dim ?? '?').join(', ');
    throw new TflqError(
      'model',
      `input ${JSON.stringify(name)} has the shape [${text}], which [${shape.join(', ')}] does not fit`,
      { hint: 'Give --input-shape with the batch first, e.g. 1,49,10,1.' },
    );
  }
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (shape[0] !== 1 || shape.some((dim) => !(Number.isInteger(dim) && dim >= 1)) || count > MOST_ELEMENTS) {
    throw new TflqError(
      'model',
      `input ${JSON.stringify(name)} cannot have the shape [${shape.join(', ')}]`,
      {
        hint: 'The batch is 1, and the other dimensions are sizes.',
      },
    );
  }
  return [...shape];
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
