/** Reads a frozen graph. */
import type { Graph } from '../../graph/graph.ts';
import type { ReadOptions } from '../model-format.ts';
import { decodeProtobuf } from '../support/protobuf.ts';
import { readGraph } from './read-graph.ts';
import { GRAPH, graphOf } from './schema.ts';

/**
 * Reads a .pb file of a GraphDef.
 *
 * @throws TflqError('model') where it is damaged, or holds what cannot be imported
 */
export async function readFrozen(bytes: Uint8Array, options: ReadOptions): Promise<Graph> {
  return readGraph('model', graphOf(await decodeProtobuf(bytes, GRAPH)), {}, options);
}
