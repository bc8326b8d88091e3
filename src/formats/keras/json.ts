/** JSON that nobody vouches for, and reading values out of it by name. */
import { TflqError } from '../../common/errors.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Its keys are the file's: read them by `field` only. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for objects, not for arrays or null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for arrays. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value of a key that the object itself has; undefined where it has not. */
export function field(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Lists and objects within each other; models within models come to some hundred. */
const MOST_LEVELS = 500;

/** How deep lists and objects lie in each other, by a text's brackets outside of strings. */
function depthOf(text: string): number {
  let [depth, deepest, isString] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) isString = !isString;
    else if (code === 0x5c) at += isString ? 1 : 0;
    else if (isString) continue;
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}

/** Parses JSON. Python writes NaN and infinities into it, which are no JSON: they come as null. */
export function parseJson(text: string, what: string): Json {
  if (depthOf(text) > MOST_LEVELS) {
    throw new TflqError('model', `${what} has more than ${MOST_LEVELS} lists and objects within each other`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    try {
      return JSON.parse(text.replace(/([:[,]\s*)(?:NaN|-?Infinity)\b/g, '$1null')) as Json;
    } catch {
      throw new TflqError('model', `${what} is no JSON`, {
        hint: 'Save the model again, or copy it again; a transfer that was cut short does this.',
      });
    }
  }
}

/** What a message shows of a JSON value: the beginning of it. */
export function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The configuration of a layer, read by names with the types that are expected. */
export class Settings {
  readonly #values: JsonObject;
  readonly #place: string;

  /**
   * @param values the configuration
   * @param place what messages call its owner, e.g. `layer "conv2d" (Conv2D)`
   */
  constructor(values: JsonObject, place: string) {
    this.#values = values;
    this.#place = place;
  }

  /** The value as it is; undefined where there is none, or it is null. */
  raw(name: string): Json | undefined {
    return field(this.#values, name) ?? undefined;
  }

  /** An integer; `fallback` where there is none. */
  integer(name: string, fallback?: number): number {
    const value = this.number(name, fallback);
    if (!Number.isSafeInteger(value)) throw this.wrong(name, 'an integer');
    return value;
  }

  /** A number; `fallback` where there is none. */
  number(name: string, fallback?: number): number {
    const value = this.raw(name) ?? fallback;
    // Layers of Keras 3 keep numpy's scalars as objects.
    const plain = isObject(value) ? field(value, 'value') : value;
    if (typeof plain !== 'number' || !Number.isFinite(plain)) throw this.wrong(name, 'a number');
    return plain;
  }

  /** A truth value; `fallback` where there is none. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    if (typeof value !== 'boolean') throw this.wrong(name, 'true or false');
    return value;
  }

  /** A text; `fallback` where there is none. */
  text(name: string, fallback?: string): string {
    const value = this.raw(name) ?? fallback;
    if (typeof value !== 'string') throw this.wrong(name, 'a text');
    return value;
  }

  /** So many integers, or one that stands for all of them. */
  integers(name: string, count: number, fallback?: number): number[] {
    const value = this.raw(name) ?? fallback;
    const list = isList(value) ? value : new Array<Json | undefined>(count).fill(value);
    const numbers = list.filter((entry): entry is number => Number.isSafeInteger(entry));
    if (list.length !== count || numbers.length !== count) {
      throw this.wrong(name, count === 1 ? 'an integer' : `${count} integers`);
    }
    return numbers;
  }

  /** A list of integers of any length, null where there is none. */
  integerList(name: string): number[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const list = isList(value) ? value : [value];
    const numbers = list.filter((entry): entry is number => Number.isSafeInteger(entry));
    if (numbers.length !== list.length) throw this.wrong(name, 'integers');
    return numbers;
  }

  /** The error that the value of `name` is of the wrong kind. */
  wrong(name: string, wanted: string): TflqError {
    const value = this.raw(name);
    const text =
      value === undefined
        ? `${this.#place} says no ${JSON.stringify(name)}; it needs ${wanted}`
        : `${this.#place} has the ${JSON.stringify(name)} ${shown(value)}; it needs ${wanted}`;
    return new TflqError('model', text, { hint: 'Save the model again from the code that made it.' });
  }
}
