/** The tensors of a call by the names of its parameters. */
import { findRefs } from './calls.ts';
import { field, type Json } from './json.ts';
import type { LayerCall } from './layer-call.ts';

/**
 * The tensor that a parameter is given.
 *
 * @param position of the parameter
 * @returns undefined where it is given none
 */
export function tensorArgument(call: LayerCall, position: number, name: string): number | undefined {
  const made = call.call;
  if (made === undefined) return call.inputs[position];
  let at = 0;
  const given: [string | number, Json][] = [...made.args.entries(), ...Object.entries(made.kwargs)];
  for (const [key, value] of given) {
    const count = findRefs(value).length;
    if (key === position || key === name) return count === 1 ? call.inputs[at] : undefined;
    at += count;
  }
  return undefined;
}

/** True where a keyword is given and is true. */
export function isTold(call: LayerCall, name: string): boolean {
  return call.call !== undefined && field(call.call.kwargs, name) === true;
}

/**
 * Refuses masks, which no kernel takes.
 *
 * @param names of the call's parameters that are masks, or ask for one
 */
export function refuseMasks(call: LayerCall, names: readonly string[]): void {
  for (const name of names) {
    const value = call.call && field(call.call.kwargs, name);
    if (value === undefined || value === null || value === false) continue;
    throw call.error(
      `is called with ${name}, and masks are not supported`,
      'Cut the samples to one length, and leave the mask out.',
    );
  }
}
