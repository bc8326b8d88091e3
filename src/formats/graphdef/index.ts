/** Frozen graphs of TensorFlow: a GraphDef with its weights in it. */
import type { ModelFormat } from '../model-format.ts';
import { fieldsOf } from '../support/protobuf.ts';
import { withWhere } from '../support/with-where.ts';

const BYTES = 2;

/** Fields to look at, in the graph and in its first node. */
const MOST_FIELDS = 32;

/** The numbers of GraphDef's fields: nodes, library, versions. */
const GRAPH_FIELDS = new Set([1, 2, 3, 4]);

/** True for a graph whose first node has a name and an operator. */
function isGraph(bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes, MOST_FIELDS);
  if (bytes[0] !== ((1 << 3) | BYTES) || fields.get(1) !== BYTES) return false;
  if ([...fields.keys()].some((field) => !GRAPH_FIELDS.has(field))) return false;
  let start = 1;
  while (bytes[start]! >= 0x80 && start < 8) start++;
  const node = fieldsOf(bytes.subarray(start + 1), 2);
  return node.get(1) === BYTES && node.get(2) === BYTES;
}

/** The format. */
export const graphDef: ModelFormat = {
  name: 'TensorFlow graph (.pb)',
  extensions: ['.pb'],
  recognizes: isGraph,
  async read(bytes, fileName, options) {
    const { readFrozen } = await import('./read-frozen.ts');
    return withWhere(fileName, () => readFrozen(bytes, options));
  },
};
