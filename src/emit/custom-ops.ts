/** Custom operators in emitted code: the user's headers and functions, by names that strangers chose. */
import { TflqError } from '../common/errors.ts';
import { readFlexMap } from '../formats/tflite/index.ts';
import type { Graph } from '../graph/graph.ts';
import { CUSTOM_PREFIX, customNames, OpNode, tflmCustom } from '../ops/index.ts';
import type { Runtime } from './manifest.ts';

/** The code of a custom operator, as --custom-op gives it. */
export interface CustomHeader {
  /** The operator's name in the model file. */
  readonly name: string;
  /** The header's name in the project: safeHeaderName accepts it. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The folder of the headers, below the network's. */
export const CUSTOM_FOLDER = 'custom';

/** The header that says what an operator's function is called with. */
export const CUSTOM_API = 'tflq_custom.h';

/** True for a file name that can stand in an #include and in a path of any system. */
export function safeHeaderName(file: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.(h|hh|hpp)$/.test(file) && file !== CUSTOM_API;
}

/** What the functions of an operator begin with: its name, with `_` for all that no identifier has. */
export function customIdentifier(name: string): string {
  const identifier = name.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z]/.test(identifier) ? identifier : `op_${identifier.replace(/^_+/, '')}`;
}

/** A name as a C string: what is no letter or digit as its bytes, which no compiler takes for anything else. */
export function customString(name: string): string {
  const characters = Array.from(Buffer.from(name, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9_ .:-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${characters.join('')}"`;
}

/** What a user is to do about an operator whose code was not given. */
export function customHint(name: string): string {
  const header = `${customIdentifier(name).toLowerCase()}.h`;
  const own = tflmCustom(name) === undefined ? '' : ', or take --runtime tflm, which has it';
  return `Give the header that has its code: --custom-op ${quoted(name)}=${header}${own}. See docs/CUSTOM-OPERATORS.md.`;
}

/** A name as it can be typed. */
function quoted(name: string): string {
  return /^[\w.:-]+$/.test(name) ? name : JSON.stringify(name);
}

/** The custom operators whose code is the user's: all, but with TFLM those that it has itself and no header is given for. */
export function userCustomNames(
  graph: Graph,
  headers: readonly Pick<CustomHeader, 'name'>[],
  runtime: Runtime,
): string[] {
  return customNames(graph).filter(
    (name) =>
      runtime !== 'tflm' || tflmCustom(name) === undefined || headers.some((header) => header.name === name),
  );
}

/** Refuses what TFLM's own kernels of custom operators cannot do. */
function checkTflmCustom(graph: Graph, users: readonly string[]): void {
  for (const [index, op] of graph.ops.entries()) {
    if (!op.type.startsWith(CUSTOM_PREFIX)) continue;
    const name = op.type.slice(CUSTOM_PREFIX.length);
    if (users.includes(name)) continue;
    const node = new OpNode<{ readonly customOptions?: Uint8Array }>(graph, op, index);
    const options = readFlexMap(node.attrs.customOptions ?? new Uint8Array(), node.label);
    tflmCustom(name)?.check(node, options);
  }
}

/**
 * Makes sure that a network's custom operators have code, one header each or TFLM's own, and that there are no others.
 *
 * @throws TflqError('model') where one has none, or TFLM cannot compute it; 'usage' where a header is for none, or two
 * have the same functions
 */
export function requireCustomHeaders(graph: Graph, headers: readonly CustomHeader[], runtime: Runtime): void {
  const names = customNames(graph);
  const users = userCustomNames(graph, headers, runtime);
  const missing = users.find((name) => !headers.some((header) => header.name === name));
  if (missing !== undefined) {
    const place = graph.ops.findIndex(({ type }) => type === `${CUSTOM_PREFIX}${missing}`);
    throw new TflqError(
      'model',
      `operator ${place} is the custom operator ${JSON.stringify(missing)}, whose code is not given`,
      { hint: customHint(missing) },
    );
  }
  const needless = headers.find(({ name }) => !names.includes(name));
  if (needless !== undefined) {
    throw new TflqError('usage', `the network has no custom operator ${JSON.stringify(needless.name)}`, {
      where: '--custom-op',
      hint:
        names.length === 0
          ? 'It has none whose code must be given: leave the flag out.'
          : `It has ${names.map((name) => JSON.stringify(name)).join(', ')}.`,
    });
  }
  checkTflmCustom(graph, users);
  const twin = users.find((name, i) =>
    users.slice(0, i).some((other) => customIdentifier(other) === customIdentifier(name)),
  );
  if (twin === undefined) return;
  throw new TflqError(
    'model',
    `two custom operators would have the same functions in C: ${customIdentifier(twin)}_…`,
    {
      hint: 'Give one of them another name in the model.',
    },
  );
}
