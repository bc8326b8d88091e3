/** The model formats that can be read. */
import { TflqError } from '../common/errors.ts';
import type { Graph } from '../graph/graph.ts';
import { graphDef } from './graphdef/index.ts';
import { keras } from './keras/index.ts';
import type { ModelFormat, ReadOptions } from './model-format.ts';
import { onnx } from './onnx/index.ts';
import { savedModel } from './saved-model/index.ts';
import { strangerByContent, strangerByName } from './strangers.ts';
import { tfjs } from './tfjs/index.ts';
import { tflite } from './tflite/index.ts';

export { companionsOf } from './companions.ts';
export type { ReadOptions } from './model-format.ts';

const FORMATS: readonly ModelFormat[] = [tflite, keras, onnx, tfjs, savedModel, graphDef];

function isNamedAs({ extensions }: ModelFormat, name: string): boolean {
  return extensions.some((ending) => name.toLowerCase().endsWith(ending));
}

function unknownFile(bytes: Uint8Array, where: string): TflqError {
  if (bytes.length === 0) {
    const hint = 'Download or export the model again; a full disk or a transfer that failed does this.';
    return new TflqError('model', 'the model file is empty', { where, hint });
  }
  const named = strangerByName(bytes, where);
  if (named !== undefined) return named;
  const hint = `Formats that can be read: ${FORMATS.map((known) => known.name).join(', ')}.`;
  return new TflqError('model', 'this is no model file', { where, hint });
}

/** True for the name of a file that by its ending is a model, and not anything that is JSON. */
export function isModelName(name: string): boolean {
  return !name.endsWith('.json') && FORMATS.some((format) => isNamedAs(format, name));
}

/**
 * Reads a model in whatever format it is. The content decides; the file's ending helps only where the content
 * belongs to none of the formats, to say what is wrong with it.
 *
 * @param bytes the file
 * @param fileName its name or path, for messages
 * @throws TflqError('model') where it is of no known format, is damaged, or holds what cannot be represented
 */
export async function readModel(
  bytes: Uint8Array,
  fileName: string,
  options: ReadOptions = {},
): Promise<Graph> {
  const stranger = strangerByContent(bytes, fileName);
  if (stranger !== undefined) throw stranger;
  const format =
    FORMATS.find((known) => known.recognizes(bytes)) ?? FORMATS.find((known) => isNamedAs(known, fileName));
  if (format === undefined || bytes.length === 0) throw unknownFile(bytes, fileName);
  return format.read(bytes, fileName, options);
}
