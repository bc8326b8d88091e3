/** Reads a model.json of TF.js: a model of layers, or a graph. */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { readGraph } from '../graphdef/read-graph.ts';
import { field, isList, isObject, type Json, type JsonObject, parseJson } from '../keras/json.ts';
import { buildKerasModel } from '../keras/model.ts';
import type { ReadOptions } from '../model-format.ts';
import { graphFromJson, signatureFromJson } from './graph-json.ts';
import { ManifestWeights } from './layer-weights.ts';
import { type NamedWeight, readManifest } from './manifest.ts';

/** Of a model.json; its weights lie apart. */
const MOST_BYTES = 2 ** 25;

const CONVERT = 'Save the model by model.save() of TF.js, or convert it by tensorflowjs_converter.';

/** A model of Keras's layers. */
function readLayers(
  topology: JsonObject,
  weights: readonly NamedWeight[],
  { inputShapes }: ReadOptions,
): Graph {
  // Those that TF.js itself saves are the topology, others are in it.
  const config = field(topology, 'model_config') ?? topology;
  const version = field(topology, 'keras_version');
  const keras = typeof version === 'string' && /^[3-9]\./.test(version) ? 3 : 2;
  return buildKerasModel(config, (specsOf) => new ManifestWeights(weights, specsOf), {
    keras,
    ...(inputShapes && { inputShapes }),
  });
}

/** A graph of TensorFlow's operators. */
function readNodes(
  root: JsonObject,
  topology: JsonObject,
  weights: readonly NamedWeight[],
  options: ReadOptions,
): Graph {
  const initializer = field(root, 'modelInitializer');
  if (isObject(initializer) && isList(field(initializer, 'node'))) {
    throw new TflqError('model', 'the graph fills tables before it runs, which is not supported', {
      hint: 'Leave the pre-processing out of the exported model.',
    });
  }
  const signature = signatureFromJson(field(root, 'signature') ?? field(root, 'userDefinedMetadata'));
  const constants = new Map(weights.map(({ name, constant }) => [name, constant]));
  return readGraph('model', graphFromJson(topology), { constants }, options, signature);
}

/**
 * Reads a model.json and the files of weights that it names.
 *
 * @throws TflqError('model') where it is damaged, or holds what cannot be imported
 */
export async function readTfjs(bytes: Uint8Array, options: ReadOptions): Promise<Graph> {
  if (bytes.length > MOST_BYTES) {
    throw new TflqError(
      'model',
      `the file is larger than ${MOST_BYTES / 2 ** 20} MiB, which no model.json is`,
    );
  }
  const root: Json = parseJson(Buffer.from(bytes).toString('utf8'), 'the file');
  const topology = isObject(root) ? field(root, 'modelTopology') : undefined;
  if (isObject(root) && 'class_name' in root && 'config' in root) {
    throw new TflqError('model', 'the file describes a model of Keras without its weights', {
      hint: 'Save the whole model by model.save("model.keras"); to_json() saves no weights.',
    });
  }
  if (!isObject(root) || !isObject(topology)) {
    throw new TflqError('model', 'the file is JSON, but no model of TF.js: it has no "modelTopology"', {
      hint: CONVERT,
    });
  }
  const isGraph = isList(field(topology, 'node'));
  const weights = await readManifest(field(root, 'weightsManifest'), options.companion);
  return isGraph ? readNodes(root, topology, weights, options) : readLayers(topology, weights, options);
}
