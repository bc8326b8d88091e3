/** Reads the files of Keras: where they keep the configuration and the weights. */
import { TflqError } from '../../common/errors.ts';
import { isZip, unzip } from '../../common/unzip.ts';
import type { Graph } from '../../graph/graph.ts';
import type { ReadOptions } from '../model-format.ts';
import { isHdf5, openHdf5 } from './hdf5/index.ts';
import { field, isObject, type Json, parseJson } from './json.ts';
import { Keras3Weights } from './keras3-weights.ts';
import { attributeTexts, LegacyWeights } from './legacy-weights.ts';
import { buildKerasModel } from './model.ts';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const WEIGHTS = 'model.weights.h5';

/** Bytes that the parts of a .keras file may unfold to. */
const LARGEST = 2 ** 29;

/** The generation that a version text names: Keras 2 unless it is newer. */
function generation(version: Json | undefined): 2 | 3 {
  return typeof version === 'string' && Number.parseInt(version, 10) >= 3 ? 3 : 2;
}

function options(keras: 2 | 3, { inputShapes }: ReadOptions): Parameters<typeof buildKerasModel>[2] {
  return { keras, ...(inputShapes && { inputShapes }) };
}

/** What is to be said of a file without a configuration: it is what save_weights() of Keras 2 or 3 leaves, or a stranger's. */
function withoutModel(root: ReturnType<typeof openHdf5>): TflqError {
  const isKeras =
    attributeTexts(root, 'layer_names') !== undefined ||
    ['layers', '_layer_checkpoint_dependencies'].some((name) => root.group(name) !== undefined);
  return isKeras
    ? new TflqError('model', 'the file holds weights without the model that they belong to', {
        hint: 'Save the whole model by model.save("model.keras"); save_weights() saves no layers.',
      })
    : new TflqError('model', 'the file is HDF5, but holds no model of Keras', {
        hint: 'Save the model by model.save("model.keras") or model.save("model.h5") of Keras.',
      });
}

/** A whole model in one HDF5 file: the configuration is an attribute, the weights are a group. */
function readHdf5(bytes: Uint8Array, given: ReadOptions): Graph {
  const root = openHdf5(bytes);
  const text = root.texts('model_config')?.[0];
  if (text === undefined) throw withoutModel(root);
  const weights = root.group('model_weights') ?? root;
  const version = root.texts('keras_version') ?? attributeTexts(weights, 'keras_version');
  const config = parseJson(text, "the file's model_config");
  return buildKerasModel(
    config,
    (specsOf) => new LegacyWeights(weights, specsOf),
    options(generation(version?.[0]), given),
  );
}

function unfold(bytes: Uint8Array): Map<string, Uint8Array> {
  try {
    return unzip(bytes, (name) => [CONFIG, METADATA, WEIGHTS].includes(name), LARGEST);
  } catch (cause) {
    throw new TflqError('model', `the archive cannot be read: ${(cause as Error).message}`, {
      hint: 'Copy the file again, or save the model again by model.save("model.keras").',
      cause,
    });
  }
}

/** An archive of the configuration and an HDF5 file of the weights. */
function readArchive(bytes: Uint8Array, given: ReadOptions): Graph {
  const entries = unfold(bytes);
  const [config, weights] = [entries.get(CONFIG), entries.get(WEIGHTS)];
  if (config === undefined || weights === undefined) {
    throw new TflqError('model', `the archive is no .keras file: it has no ${config ? WEIGHTS : CONFIG}`, {
      hint: 'Save the model by model.save("model.keras") of Keras.',
    });
  }
  if (!isHdf5(weights)) throw new TflqError('model', `the archive's ${WEIGHTS} is no HDF5 file`);
  const text = (entry: Uint8Array): string => Buffer.from(entry).toString('utf8');
  const metadata = entries.get(METADATA);
  const facts = metadata === undefined ? null : parseJson(text(metadata), METADATA);
  const version = isObject(facts) ? field(facts, 'keras_version') : '3';
  const root = openHdf5(weights);
  return buildKerasModel(
    parseJson(text(config), CONFIG),
    () => new Keras3Weights(root),
    options(generation(version), given),
  );
}

/**
 * Reads a .keras or .h5 file.
 *
 * @throws TflqError('model') where it is damaged, or holds what cannot be imported
 */
export function readKeras(bytes: Uint8Array, given: ReadOptions): Graph {
  if (isZip(bytes)) return readArchive(bytes, given);
  if (isHdf5(bytes)) return readHdf5(bytes, given);
  throw new TflqError('model', 'this is no file of Keras: neither an archive nor HDF5', {
    hint: 'Save the model by model.save("model.keras") or model.save("model.h5") of Keras.',
  });
}
