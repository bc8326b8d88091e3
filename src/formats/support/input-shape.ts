/** The shapes of a network's inputs: what the file says, with what the user says where it leaves dimensions open. */
import { TflqError } from '../../common/errors.ts';

/** A shape as a model file has it: null is an open dimension. */
export type OpenShape = readonly (number | null)[];

/** Elements that an input of a microcontroller's network has at most. */
const MOST_ELEMENTS = 2 ** 24;

/** What the user could give: open dimensions are to be filled in. */
const asFlag = (shape: OpenShape): string => `--input-shape ${shape.map((dim) => dim ?? 'N').join(',')}`;

const shown = (shape: OpenShape): string => `[${shape.map((dim) => dim ?? '?').join(', ')}]`;

function fail(name: string, message: string, hint: string): TflqError {
  return new TflqError('model', `input ${JSON.stringify(name)} ${message}`, { hint });
}

/** Checks a shape by itself, and against what the file says of it. */
function checked(name: string, shape: readonly number[], declared: OpenShape | undefined): number[] {
  const fits =
    declared === undefined ||
    (declared.length === shape.length && declared.every((dim, d) => dim === null || dim === shape[d]));
  if (!fits) {
    throw fail(
      name,
      `has the shape ${shown(declared)}, which [${shape.join(', ')}] does not fit`,
      `Give all dimensions, the batch too: ${asFlag(declared)}.`,
    );
  }
  if (shape.reduce((product, dim) => product * dim, 1) > MOST_ELEMENTS) {
    throw fail(
      name,
      `has the shape [${shape.join(', ')}], which is too large`,
      `An input has at most ${MOST_ELEMENTS.toLocaleString('en')} elements.`,
    );
  }
  const isBatch = declared?.[0] !== null || shape[0] === 1;
  if (!isBatch || shape.some((dim) => !(Number.isInteger(dim) && dim >= 1))) {
    throw fail(
      name,
      `cannot have the shape [${shape.join(', ')}]`,
      'An open batch is 1, and the other dimensions are sizes.',
    );
  }
  return [...shape];
}

/**
 * The shape of an input with every dimension known. An open batch is 1.
 *
 * @param declared what the file says; undefined where it says nothing
 * @param given what the user says, by the inputs' names; under '' for the only input
 * @param isOnly whether the network has this input alone
 * @throws TflqError('model') that names the input and the open dimension, or says what does not fit
 */
export function inputShape(
  name: string,
  declared: OpenShape | undefined,
  given: ReadonlyMap<string, readonly number[]> | undefined,
  isOnly: boolean,
): number[] {
  const chosen = given?.get(name) ?? (isOnly ? given?.get('') : undefined);
  if (chosen !== undefined) return checked(name, chosen, declared);
  if (declared === undefined) {
    throw fail(name, 'has no shape in the file', 'Give it by --input-shape 1,HEIGHT,WIDTH,CHANNELS.');
  }
  const shape = declared.map((dim, d) => (d === 0 ? (dim ?? 1) : dim));
  const open = shape.indexOf(null);
  if (open >= 0) {
    throw fail(
      name,
      `has the shape ${shown(declared)}: dimension ${open} is open`,
      `Give it by ${asFlag(shape)}, with a number for each N.`,
    );
  }
  return checked(name, shape as number[], undefined);
}
