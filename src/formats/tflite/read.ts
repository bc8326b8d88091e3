/** Reads a .tflite file. */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { validateGraph } from '../../graph/validate.ts';
import { bindVariables, withInnerState } from '../../ops/index.ts';
import { checkShapes } from '../check-shapes.ts';
import type { ReadOptions } from '../model-format.ts';
import { replaceFakeQuant } from './fake-quant.ts';
import { damaged, FlatTable } from './flat-table.ts';
import { closeShapes } from './open-shapes.ts';
import { readOperator, readOperatorType } from './read-operators.ts';
import { TensorReader } from './read-tensors.ts';
import { FILE_IDENTIFIER, MODEL, SCHEMA_VERSION, SUBGRAPH } from './schema.ts';

/** True for bytes that call themselves a .tflite file. */
export function isTflite(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(4, 8)).toString('latin1') === FILE_IDENTIFIER;
}

/**
 * One of the file's graphs.
 *
 * @param types the names of Model.operator_codes
 */
function readSubgraph(table: FlatTable, types: readonly string[], reader: TensorReader): Graph {
  const label = (what: string, index: number) =>
    table.label === MAIN_LABEL ? `${what} ${index}` : `${what} ${index} of ${table.label}`;
  const ops = table
    .tables(SUBGRAPH.operators, (index) => label('operator', index))
    .map((operator) => readOperator(operator, types));
  const inputs = table.int32s(SUBGRAPH.inputs);
  const outputs = table.int32s(SUBGRAPH.outputs);
  const produced = new Set([...inputs, ...ops.flatMap((op) => op.outputs)]);
  const tensors = table
    .tables(SUBGRAPH.tensors, (index) => label('tensor', index))
    .map((tensor, index) => reader.read(tensor, index, produced.has(index)));
  return { name: table.string(SUBGRAPH.name) || 'main', tensors, ops, inputs, outputs };
}

/** How messages call the first graph's table. */
const MAIN_LABEL = 'subgraph 0';

function readGraph(bytes: Uint8Array, inputShapes: ReadOptions['inputShapes']): Graph {
  if (bytes.length === 0) throw new TflqError('model', 'the model file is empty');
  if (!isTflite(bytes)) throw damaged(`it is no TensorFlow Lite file (no ${FILE_IDENTIFIER} at byte 4)`);
  const model = FlatTable.root(bytes, 'the model');
  const version = model.uint32(MODEL.version, 0);
  if (version !== SCHEMA_VERSION) {
    throw new TflqError(
      'model',
      `the file has version ${version} of the format; only ${SCHEMA_VERSION} is known`,
      {
        hint: 'Convert the model again with a TensorFlow of 2019 or later.',
      },
    );
  }

  const types = model
    .tables(MODEL.operatorCodes, (index) => `operator code ${index}`)
    .map((table) => readOperatorType(table));
  const tables = model.tables(MODEL.subgraphs, (index) => `subgraph ${index}`);
  const reader = new TensorReader(model.tables(MODEL.buffers, (index) => `buffer ${index}`));
  const [main, ...subgraphs] = tables.map((table) => readSubgraph(table, types, reader));
  if (main === undefined) throw damaged('it holds no network');
  const whole = closeShapes(main, reader.open, inputShapes);
  const bound = bindVariables(subgraphs.length === 0 ? whole : { ...whole, subgraphs });
  return replaceFakeQuant(bound);
}

/**
 * Reads a .tflite file into a graph and checks it whole: nothing of the file is trusted. Tensor indices are the
 * file's. Operators that src/ops does not know are read too, by name and without attributes. 4-bit constants are
 * widened to int8; their values and scales stay as they are.
 *
 * @param bytes the file
 * @param fileName for messages
 * @param options `inputShapes` for inputs that the file leaves open
 * @throws TflqError('model') where the file is damaged, or holds what cannot be represented
 */
export function readTflite(
  bytes: Uint8Array,
  fileName: string,
  { inputShapes }: Pick<ReadOptions, 'inputShapes'> = {},
): Graph {
  try {
    const stored = readGraph(bytes, inputShapes);
    validateGraph(stored);
    const graph = withInnerState(stored);
    if (graph !== stored) validateGraph(graph);
    checkShapes(graph);
    return graph;
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    const { kind, message, hint } = error;
    throw new TflqError(kind, message, {
      where: fileName,
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}
