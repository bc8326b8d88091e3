/**
 * The values of a SavedModel's variables. The graph has a part that loads them when the model is opened: it tells which
 * saved tensor each variable gets, in models of TensorFlow 1 and 2 alike.
 */
import type { GraphDef, NodeDef } from '../graphdef/graph-def.ts';
import { GraphImport } from '../graphdef/graph-import.ts';
import type { Value } from '../graphdef/values.ts';
import type { ReadOptions } from '../model-format.ts';
import type { Constant } from '../support/constants/constant.ts';
import { TensorBundle } from './tensor-bundle.ts';

/** Where TensorFlow puts them. */
const PREFIX = 'variables/variables';

const MAKERS = new Set(['VarHandleOp', 'VariableV2', 'Variable']);

/** The saved tensor of each variable, by the name of the node that makes it. */
function keysOf(graph: GraphDef, restore: string): Map<string, string> {
  const network = new GraphImport('variables', graph, {});
  const found = new Map<string, string>();
  const take = ([target, value]: readonly [Value, Value]): void => {
    if (target.kind === 'variable' && value.kind === 'saved') found.set(target.name, value.key);
  };
  for (const node of graph.nodes) {
    if (node.name === restore.replace(/:\d+$/, '')) network.assignmentsIn(node).forEach(take);
    if (isLoading(node)) take([network.value(node.inputs[0]!), network.value(node.inputs[1]!)]);
  }
  return found;
}

/** True for an assignment of a graph of TensorFlow 1 that belongs to its saver. */
function isLoading({ op, name, inputs }: NodeDef): boolean {
  return (
    (op === 'Assign' || op === 'AssignVariableOp') && inputs.length >= 2 && /(^|\/)save(_\d+)?\//.test(name)
  );
}

/**
 * Reads the values of all variables of a graph.
 *
 * @param restore the node that loads them
 * @returns values by the name of the node that makes the variable; what was not saved is left out
 */
export async function readVariables(
  graph: GraphDef,
  restore: string,
  { companion }: ReadOptions,
): Promise<Map<string, Constant>> {
  const values = new Map<string, Constant>();
  if (companion === undefined || !graph.nodes.some(({ op }) => MAKERS.has(op))) return values;
  const keys = keysOf(graph, restore);
  const bundle = await TensorBundle.open(PREFIX, companion);
  for (const [name, key] of keys) {
    const value = await bundle.tensor(key);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
