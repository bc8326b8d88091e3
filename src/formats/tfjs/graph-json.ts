/** GraphDef as TF.js's converter writes it into model.json: protocol buffers' JSON. */
import { TflqError } from '../../common/errors.ts';
import { typeNumber } from '../graphdef/data-types.ts';
import type {
  AttrDef,
  FunctionDef,
  GraphDef,
  NodeDef,
  OpenShape,
  Port,
  Signature,
  TensorDef,
} from '../graphdef/graph-def.ts';
import { field, isList, isObject, type Json, type JsonObject, shown } from '../keras/json.ts';

/** Numbers of a tensor that is written out; large ones lie in the weights' files. */
const MOST_NUMBERS = 2 ** 22;

function malformed(what: string): TflqError {
  return new TflqError('model', `the graph in model.json ${what}`, { hint: 'Convert the model again.' });
}

function list(object: JsonObject, key: string): readonly Json[] {
  const value = field(object, key) ?? [];
  if (isList(value)) return value;
  throw malformed(`has ${shown(value)} as ${JSON.stringify(key)}`);
}

function objects(object: JsonObject, key: string): JsonObject[] {
  return list(object, key).map((value) => {
    if (isObject(value)) return value;
    throw malformed(`has ${shown(value)} in ${JSON.stringify(key)}`);
  });
}

function text(object: JsonObject, key: string): string {
  const value = field(object, key) ?? '';
  if (typeof value === 'string') return value;
  throw malformed(`has ${shown(value)} as ${JSON.stringify(key)}`);
}

/** A number; 64 bits are written as a text. */
function number(value: Json | undefined): number {
  const result =
    typeof value === 'string' && value.length < 400 && value.trim() !== '' ? Number(value) : value;
  if (typeof result === 'number' && !(typeof value === 'string' && Number.isNaN(result) && value !== 'NaN')) {
    return result;
  }
  throw malformed(`has ${shown(value)} where it needs a number`);
}

/** Bytes, which are written as base64, by old versions as a list. */
function bytes(value: Json | undefined): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  if (isList(value)) return Buffer.from(value.map(number));
  throw malformed(`has ${shown(value)} where it needs bytes`);
}

const textOf = (value: Json | undefined): string => bytes(value).toString('utf8');

function typeOf(value: Json | undefined): number {
  return typeof value === 'string' ? typeNumber(value) : number(value);
}

function shapeOf(value: Json | undefined): OpenShape {
  if (!isObject(value) || field(value, 'unknownRank') === true) return undefined;
  return objects(value, 'dim').map((dim) => {
    const size = number(field(dim, 'size') ?? 0);
    return size < 0 ? null : size;
  });
}

function tensorOf(tensor: JsonObject): TensorDef {
  const content = field(tensor, 'tensorContent');
  const lists = [
    'floatVal',
    'doubleVal',
    'intVal',
    'int64Val',
    'boolVal',
    'halfVal',
    'uint32Val',
    'uint64Val',
  ];
  const values = lists.map((key) => list(tensor, key)).find((found) => found.length > 0) ?? [];
  if (values.length > MOST_NUMBERS) throw malformed('has a constant that is written out and too large');
  const packed = content === undefined ? undefined : bytes(content);
  return {
    type: typeOf(field(tensor, 'dtype') ?? 0),
    shape: (shapeOf(field(tensor, 'tensorShape')) ?? []).map((dim) => dim ?? -1),
    ...(packed && packed.length > 0 && { content: packed }),
    values: values.map((value) => (typeof value === 'boolean' ? Number(value) : number(value))),
    texts: list(tensor, 'stringVal').map(textOf),
  };
}

function attrOf(attr: JsonObject): AttrDef {
  const has = (key: string): boolean => Object.hasOwn(attr, key);
  const [shape, tensor, values, func] = ['shape', 'tensor', 'list', 'func'].map((key) => field(attr, key));
  const flag = field(attr, 'b');
  return {
    ...(has('s') && { text: textOf(field(attr, 's')) }),
    ...(has('i') && { int: number(field(attr, 'i')) }),
    ...(has('f') && { float: number(field(attr, 'f')) }),
    ...(typeof flag === 'boolean' && { flag }),
    ...(has('type') && { type: typeOf(field(attr, 'type')) }),
    ...(isObject(shape) && { shape: { dims: shapeOf(shape) } }),
    ...(isObject(tensor) && { tensor: tensorOf(tensor) }),
    ...(isObject(values) && {
      list: { texts: list(values, 's').map(textOf), ints: list(values, 'i').map(number) },
    }),
    ...(isObject(func) && { func: text(func, 'name') }),
  };
}

function nodeOf(node: JsonObject): NodeDef {
  const attrs = field(node, 'attr') ?? {};
  if (!isObject(attrs)) throw malformed(`has the attributes ${shown(attrs)}`);
  return {
    name: text(node, 'name'),
    op: text(node, 'op'),
    inputs: list(node, 'input').map((input) => {
      if (typeof input === 'string') return input;
      throw malformed(`has the input ${shown(input)}`);
    }),
    attrs: new Map(
      Object.entries(attrs).map(([name, value]) => [name, isObject(value) ? attrOf(value) : {}]),
    ),
  };
}

function functionOf(value: JsonObject): FunctionDef {
  const signature = field(value, 'signature');
  const returned = field(value, 'ret');
  if (!isObject(signature) || !isObject(returned)) throw malformed('has a function without a signature');
  return {
    name: text(signature, 'name'),
    args: objects(signature, 'inputArg').map((arg) => text(arg, 'name')),
    results: objects(signature, 'outputArg').map((result) => text(returned, text(result, 'name'))),
    nodes: objects(value, 'nodeDef').map(nodeOf),
  };
}

/** The graph that a model.json has as its topology. */
export function graphFromJson(topology: JsonObject): GraphDef {
  const library = field(topology, 'library');
  return {
    nodes: objects(topology, 'node').map(nodeOf),
    functions: isObject(library) ? objects(library, 'function').map(functionOf) : [],
  };
}

/** Inputs or outputs in the order of the file. An entry without a tensor is called as the node. */
function portsOf(ports: Json | undefined): Port[] {
  if (!isObject(ports)) return [];
  return Object.entries(ports).map(([name, info]) => {
    const object = isObject(info) ? info : {};
    const tensor = text(object, 'name');
    return {
      name: name.replace(/:0$/, ''),
      tensor: tensor === '' ? name : tensor,
      shape: shapeOf(field(object, 'tensorShape')),
    };
  });
}

/** What a model.json says of inputs and outputs; undefined where it says nothing. */
export function signatureFromJson(signature: Json | undefined): Signature | undefined {
  if (!isObject(signature)) return undefined;
  const found = {
    inputs: portsOf(field(signature, 'inputs')),
    outputs: portsOf(field(signature, 'outputs')),
  };
  return found.inputs.length === 0 && found.outputs.length === 0 ? undefined : found;
}
