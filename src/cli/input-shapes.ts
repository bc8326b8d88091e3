/** What --input-shape says. */
import { TflqError } from '../common/errors.ts';

/** Dimensions, with an optional name before them; a name may hold anything, also `=`. */
const FORM = /^(?:(.*)=)?(\d+(?:[,x]\d+)*)$/s;

function badShape(text: string): TflqError {
  return new TflqError('usage', `--input-shape takes dimensions, not ${JSON.stringify(text)}`, {
    where: '--input-shape',
    hint: 'For example --input-shape 1,49,10,1, or --input-shape NAME=1,49,10,1 for one of several inputs.',
  });
}

/**
 * The shapes of inputs that a model file leaves open.
 *
 * @param texts the flag's values: `1,49,10,1`, or `NAME=1,49,10,1`
 * @returns shapes by input name, under '' where none was named
 * @throws TflqError('usage') where one is no shape, or an input has two
 */
export function parseInputShapes(texts: readonly string[] = []): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const text of texts) {
    const [, name = '', dims] = FORM.exec(text.trim()) ?? [];
    const shape = dims?.split(/[,x]/).map(Number);
    if (shape === undefined || !shape.every((dim) => Number.isSafeInteger(dim) && dim >= 1))
      throw badShape(text);
    if (shapes.has(name)) {
      throw new TflqError(
        'usage',
        `--input-shape gives ${name === '' ? 'the input' : JSON.stringify(name)} twice`,
        {
          where: '--input-shape',
          hint: 'Name the inputs: --input-shape NAME=1,49,10,1 for each.',
        },
      );
    }
    shapes.set(name, shape);
  }
  return shapes;
}
