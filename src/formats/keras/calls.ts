/** Who is called on what: the inbound nodes of a functional model's layers. */
import { TflqError } from '../../common/errors.ts';
import { field, isList, isObject, type Json, type JsonObject } from './json.ts';

/** An output of a layer's call. */
export interface OutputRef {
  readonly layer: string;
  /** Which call of the layer. */
  readonly call: number;
  /** Which of its outputs. */
  readonly output: number;
}

/** One call of a layer. */
export interface Call {
  /** The tensors it is called on, in the order in which they stand among the arguments. */
  readonly inputs: readonly OutputRef[];
  /** The arguments as they are saved; tensors among them are recognized by `refOf`. */
  readonly args: readonly Json[];
  readonly kwargs: JsonObject;
  /** True in Keras 2's form, where a nested model's calls may be counted from 1. */
  readonly isLegacy: boolean;
}

const MOST_LEVELS = 8;
const MOST_CALLS = 4000;

/** The tensor that a value stands for: Keras 2's [layer, call, output], or Keras 3's __keras_tensor__. */
export function refOf(value: Json | undefined): OutputRef | undefined {
  if (isObject(value)) {
    if (field(value, 'class_name') !== '__keras_tensor__') return undefined;
    const config = field(value, 'config');
    return isObject(config) ? refOf(field(config, 'keras_history')) : undefined;
  }
  if (!isList(value) || value.length < 3) return undefined;
  const [layer, call, output] = value;
  const isIndex = (n: Json | undefined): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  return typeof layer === 'string' && isIndex(call) && isIndex(output) ? { layer, call, output } : undefined;
}

/** All tensors in a value, depth first. */
export function findRefs(value: Json, level = 0): OutputRef[] {
  const ref = refOf(value);
  if (ref !== undefined) return [ref];
  if (level > MOST_LEVELS) return [];
  if (isList(value)) return value.flatMap((entry) => findRefs(entry, level + 1));
  if (isObject(value)) return Object.values(value).flatMap((entry) => findRefs(entry, level + 1));
  return [];
}

/** A call in Keras 2's form: a list of [layer, call, output, further arguments]. */
function readLegacy(node: readonly Json[]): Call {
  const entries = typeof node[0] === 'string' ? [node] : node.filter(isList);
  const kwargs = entries
    .map((entry) => entry[3])
    .find((extra) => isObject(extra) && Object.keys(extra).length > 0);
  const further = isObject(kwargs) ? kwargs : {};
  const inputs = entries.flatMap((entry) => refOf(entry) ?? []);
  return {
    inputs: [...inputs, ...findRefs(further)],
    args: entries.map((entry) => entry.slice(0, 3)),
    kwargs: further,
    isLegacy: true,
  };
}

/** A call in Keras 3's form: its arguments, with tensors described in them. */
function readCall(node: JsonObject): Call {
  const args = field(node, 'args') ?? [];
  const kwargs = field(node, 'kwargs') ?? {};
  return {
    inputs: [...findRefs(args), ...findRefs(kwargs)],
    args: isList(args) ? args : [args],
    kwargs: isObject(kwargs) ? kwargs : {},
    isLegacy: false,
  };
}

/**
 * Reads a layer's `inbound_nodes`.
 *
 * @param place the layer, for messages
 */
export function readCalls(nodes: Json | undefined, place: string): Call[] {
  if (nodes === undefined || nodes === null) return [];
  if (!isList(nodes) || nodes.length > MOST_CALLS) {
    throw new TflqError('model', `${place} has calls that cannot be read`, {
      hint: 'Save the model again by model.save() of Keras.',
    });
  }
  return nodes
    .map((node) => (isList(node) ? readLegacy(node) : readCall(isObject(node) ? node : {})))
    .filter((call) => call.inputs.length > 0);
}
