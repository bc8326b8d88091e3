/** Reads a SavedModel: the graph that serves, with what was saved of its variables. */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Signature } from '../graphdef/graph-def.ts';
import { readGraph } from '../graphdef/read-graph.ts';
import { graphOf, SAVED_MODEL, signatureOf } from '../graphdef/schema.ts';
import type { ReadOptions } from '../model-format.ts';
import { type Decoded, decodeProtobuf } from '../support/protobuf.ts';
import { readVariables } from './variables.ts';

const OTHERWISE =
  'Save the model in a file that needs none: model.save("model.keras"), or convert it to a float .tflite.';

type MetaGraph = Decoded<typeof SAVED_MODEL>['metaGraphs'][number];

/** The signature that serves; the one that computes something where there are several. */
function servingSignature({ signatures }: MetaGraph): Signature {
  const known = new Map(
    signatures.flatMap(({ key = '', value }) =>
      value === undefined ? [] : [[key, signatureOf(value)] as const],
    ),
  );
  const names = ['serving_default', 'serve', 'predict'].filter((name) => known.has(name));
  const others = [...known.keys()].filter((name) => !name.startsWith('__')).sort();
  const chosen = known.get(names[0] ?? others[0] ?? '');
  if (chosen !== undefined && chosen.outputs.length > 0) return chosen;
  throw new TflqError(
    'model',
    'the SavedModel has no signature: it does not say what goes in and comes out',
    {
      hint: `Save it by model.export() of Keras, or tf.saved_model.save(…, signatures=…). ${OTHERWISE}`,
    },
  );
}

/**
 * Reads a saved_model.pb, and the variables in the folder beside it.
 *
 * @throws TflqError('model') where it is damaged, or holds what cannot be imported
 */
export async function readSavedModel(bytes: Uint8Array, options: ReadOptions): Promise<Graph> {
  const { metaGraphs } = await decodeProtobuf(bytes, SAVED_MODEL);
  const serving = metaGraphs.find(({ info }) => info?.tags.includes('serve')) ?? metaGraphs[0];
  if (serving?.graph === undefined) {
    throw new TflqError('model', 'the SavedModel holds no graph', { hint: OTHERWISE });
  }
  const graph = graphOf(serving.graph);
  const signature = servingSignature(serving);
  const variables = await readVariables(graph, serving.saver?.restore ?? '', options);
  return readGraph('model', graph, { variables }, options, signature);
}
