/** Reads a GraphDef: finds what goes in and comes out, and imports what lies between. */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import type { ReadOptions } from '../model-format.ts';
import { inputShape } from '../support/input-shape.ts';
import { TEXT_TYPE, typeName } from './data-types.ts';
import type { GraphDef, NodeDef, Port, Signature } from './graph-def.ts';
import { GraphImport, type Sources } from './graph-import.ts';
import { isControl, Scope } from './scope.ts';

/** Operators that are no outputs, although nothing reads them. */
const NO_OUTPUTS = new Set(['Assert', 'Const', 'NoOp', 'Placeholder', 'SaveV2', 'VarHandleOp', 'VariableV2']);

/** Elements of inputs by TensorFlow's types. Images of bytes are real numbers from the start. */
function inputType(node: NodeDef): 'float32' | 'int32' | 'bool' {
  const type = node.attrs.get('dtype')?.type ?? 1;
  const name = typeName(type);
  if (['float32', 'float64', 'float16', 'bfloat16', 'uint8', 'int8'].includes(name)) return 'float32';
  if (['int32', 'int64', 'int16', 'uint16'].includes(name)) return 'int32';
  if (name === 'bool') return 'bool';
  throw new TflqError('model', `input ${JSON.stringify(node.name)} is of the type ${name}`, {
    hint: 'Export the model without its pre-processing: its inputs must be numbers.',
  });
}

/** All nodes that outputs depend on; what `cuts` depend on is left out. */
function reachable(scope: Scope, outputs: readonly Port[], cuts: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = outputs.map(({ tensor }) => scope.ref(tensor).node);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (cuts.has(name)) continue;
    for (const ref of scope.refs(scope.node(name))) waiting.push(ref.node);
  }
  return found;
}

/** Nodes inside of the graph whose shape the user gives: they are inputs, and what lies before them is left out. */
function cutsOf({ nodes }: GraphDef, { inputShapes }: ReadOptions): ReadonlySet<string> {
  const inner = nodes.filter(({ name, op }) => op !== 'Placeholder' && inputShapes?.has(name));
  return new Set(inner.map(({ name }) => name));
}

/** The outputs of a graph that does not say which they are: what nothing reads. */
function openEnds({ nodes }: GraphDef): Port[] {
  const read = new Set(
    nodes.flatMap(({ inputs }) =>
      inputs.map((input) => (isControl(input) ? input.slice(1) : input.split(':')[0]!)),
    ),
  );
  return nodes
    .filter(({ name, op }) => !read.has(name) && !NO_OUTPUTS.has(op))
    .map(({ name }) => ({ name, tensor: name, shape: undefined }));
}

/** The inputs that outputs depend on, in the order of the signature, or else of the graph. */
function portsIn(
  graph: GraphDef,
  scope: Scope,
  outputs: readonly Port[],
  cuts: ReadonlySet<string>,
  signature?: Signature,
): Port[] {
  const needed = reachable(scope, outputs, cuts);
  const open = graph.nodes.filter(
    ({ name, op }) => needed.has(name) && (op === 'Placeholder' || cuts.has(name)),
  );
  const texts = open.find(({ attrs }) => attrs.get('dtype')?.type === TEXT_TYPE);
  if (texts !== undefined) {
    throw new TflqError('model', `input ${JSON.stringify(texts.name)} takes texts or files, not numbers`, {
      hint:
        'Leave the pre-processing out: give the node whose numbers are to be the input, and its shape, ' +
        'e.g. --input-shape Mfcc=1,49,10.',
    });
  }
  const named = (signature?.inputs ?? []).filter(({ tensor }) => needed.has(scope.ref(tensor).node));
  const known = new Set(named.map(({ tensor }) => scope.ref(tensor).node));
  const others = open.filter(({ name }) => !known.has(name));
  return [...named, ...others.map(({ name }) => ({ name, tensor: name, shape: undefined }))];
}

/**
 * Imports a graph.
 *
 * @param name the network's
 * @param signature what goes in and comes out, where the file says it
 * @throws TflqError('model') that names the node which cannot be had
 */
export function readGraph(
  name: string,
  graph: GraphDef,
  sources: Sources,
  options: ReadOptions,
  signature?: Signature,
): Graph {
  const scope = new Scope(graph.nodes);
  const outputs =
    signature !== undefined && signature.outputs.length > 0 ? signature.outputs : openEnds(graph);
  if (outputs.length === 0)
    throw new TflqError('model', 'the graph has no outputs', { hint: 'Export it again.' });
  const inputs = portsIn(graph, scope, outputs, cutsOf(graph, options), signature);
  if (inputs.length === 0) {
    throw new TflqError('model', 'the graph has no inputs that its outputs depend on', {
      hint: 'Export the model for inference: its inputs are Placeholder nodes.',
    });
  }
  const network = new GraphImport(name, graph, sources);
  for (const port of inputs) {
    const node = scope.node(scope.ref(port.tensor).node);
    const shape = port.shape ?? node.attrs.get('shape')?.shape?.dims;
    network.input(
      node.name,
      port.name,
      inputShape(port.name, shape, options.inputShapes, inputs.length === 1),
      inputType(node),
    );
  }
  return network.finish(outputs.map((port) => ({ name: port.name, value: network.value(port.tensor) })));
}
