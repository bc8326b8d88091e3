/** Arguments of calls that may be tensors or numbers: `x + 1`, `1 - x`, `x * y` in a functional model. */

import { refOf } from './calls.ts';
import { field, isList, isObject, type Json } from './json.ts';
import type { LayerCall } from './layer-call.ts';

/** What Keras 2 writes in place of a layer's name where the first argument is a number. */
const CONSTANT = '_CONSTANT_VALUE';

/** Elements that a constant among the arguments may have. */
const MOST_ELEMENTS = 2 ** 16;

/** A number, or numbers in nested lists, as shape and elements. */
function numbers(value: Json | undefined): { shape: number[]; values: number[] } | undefined {
  const shape: number[] = [];
  let level: readonly Json[] = [value ?? null];
  for (let first = level[0]; isList(first); first = level[0]) {
    const length = first.length;
    if (!level.every((entry): entry is readonly Json[] => isList(entry) && entry.length === length))
      return undefined;
    shape.push(length);
    level = level.flat();
    if (level.length === 0 || level.length > MOST_ELEMENTS || shape.length > 8) return undefined;
  }
  const values = level.filter((entry): entry is number => typeof entry === 'number');
  return values.length === level.length ? { shape: shape.length === 0 ? [1] : shape, values } : undefined;
}

/** The numbers that a value stands for: plain ones, or a tensor that was given as such. */
function constantOf(value: Json | undefined): ReturnType<typeof numbers> {
  if (!isObject(value)) return numbers(value);
  const config = field(value, 'config');
  const isTensor = ['__tensor__', '__numpy__'].includes(String(field(value, 'class_name')));
  return isTensor && isObject(config) ? numbers(field(config, 'value')) : undefined;
}

/**
 * The operands of a call, in their order: its tensors, and constants where it has numbers among them.
 *
 * @param names the keywords by which further operands may be given
 */
export function operands(call: LayerCall, names: readonly string[] = ['x2', 'y']): number[] {
  const made = call.call;
  if (made === undefined) return [...call.inputs];
  const tensors = [...call.inputs];
  const take = (value: Json | undefined): number[] => {
    if (value === undefined || value === null) return [];
    if (refOf(value) !== undefined) return tensors.splice(0, 1);
    if (isList(value) && value[0] === CONSTANT) return take(value[2]);
    const constant = constantOf(value);
    if (constant === undefined) return isList(value) ? value.flatMap(take) : [];
    const data = Float32Array.from(constant.values);
    return [call.constant(`operand ${JSON.stringify(value)}`, constant.shape, () => data)];
  };
  return [...made.args.flatMap(take), ...names.flatMap((name) => take(field(made.kwargs, name)))];
}
