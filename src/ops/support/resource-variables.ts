/**
 * Resource variables: state that is named by a string. In a file, VAR_HANDLE gives a handle by that name, through which
 * READ_VARIABLE and ASSIGN_VARIABLE reach the value, and CALL_ONCE runs a subgraph that assigns the initial values.
 *
 * In a graph, the tensor of the handle is the variable itself: of the value's type and shape, and state like any other. So
 * whoever executes, lays out or emits a graph knows nothing of handles.
 */
import { TflqError } from '../../common/errors.ts';
import type { Graph, Op, Tensor } from '../../graph/graph.ts';
import { tensorLabel } from '../../graph/tensor-label.ts';

/** Operators, and places of their inputs. */
const [VAR_HANDLE, READ, ASSIGN, CALL_ONCE] = ['VAR_HANDLE', 'READ_VARIABLE', 'ASSIGN_VARIABLE', 'CALL_ONCE'];
const [HANDLE, VALUE] = [0, 1];

/** What the options of VAR_HANDLE name. */
export interface VariableName {
  readonly container: string;
  readonly sharedName: string;
}

/** Type and shape of a variable. */
type Facts = Pick<Tensor, 'shape' | 'dtype' | 'quant'>;

/** What stands for a handle that nothing reads or writes: one byte. */
const UNUSED: Facts = { shape: [], dtype: 'int8' };

function fail(message: string, hint?: string): never {
  throw new TflqError('model', message, hint === undefined ? {} : { hint });
}

/** The name of the variable behind each handle of a graph, by tensor index. */
function handlesOf({ ops }: Graph): Map<number, string> {
  return new Map(
    ops
      .filter((op) => op.type === VAR_HANDLE && op.outputs.length === 1)
      .map((op) => {
        const { container, sharedName } = op.attrs as unknown as VariableName;
        return [op.outputs[0]!, JSON.stringify([container, sharedName])];
      }),
  );
}

/** The graph and all that it calls. */
function allGraphs(graph: Graph): readonly Graph[] {
  return [graph, ...(graph.subgraphs ?? [])];
}

/** How many variables a network has. */
export function variableCount(graph: Graph): number {
  return new Set(allGraphs(graph).flatMap((one) => [...handlesOf(one).values()])).size;
}

/** The values that go into variables, or come out: pairs of name and tensor index. Assignments come first. */
function valuesOf(graph: Graph): (readonly [name: string, value: number])[] {
  const handles = handlesOf(graph);
  const of = (type: string | undefined, value: (op: Op) => number | undefined) =>
    graph.ops
      .filter((op) => op.type === type)
      .map((op) => [handles.get(op.inputs[HANDLE] ?? -1), value(op)] as const);
  const pairs = [...of(ASSIGN, (op) => op.inputs[VALUE]), ...of(READ, (op) => op.outputs[0])];
  return pairs.flatMap(([name, value]) =>
    name !== undefined && value !== undefined && graph.tensors[value] !== undefined ? [[name, value]] : [],
  );
}

/** Type and shape of each variable, by what is assigned to it, or else read from it. */
function factsOf(graph: Graph): Map<string, Facts> {
  const facts = new Map<string, Facts>();
  for (const one of allGraphs(graph)) {
    for (const [name, value] of valuesOf(one)) {
      const { shape, dtype, quant } = one.tensors[value]!;
      if (!facts.has(name)) facts.set(name, { shape, dtype, ...(quant && { quant }) });
    }
  }
  return facts;
}

/** The subgraphs that a graph's CALL_ONCE run, with the operator's place. */
function initializers(graph: Graph): { readonly place: number; readonly subgraph: Graph }[] {
  return graph.ops.flatMap((op, place) => {
    if (op.type !== CALL_ONCE) return [];
    const { initSubgraph } = op.attrs as { initSubgraph: number };
    const subgraph = graph.subgraphs?.[initSubgraph - 1];
    if (subgraph === undefined)
      fail(`operator ${place} (${CALL_ONCE}) runs subgraph ${initSubgraph}, which there is not`);
    return [{ place, subgraph }];
  });
}

/** The constants that an initializer assigns, by the variable's name. */
function assignedConstants({ place, subgraph }: { place: number; subgraph: Graph }): Map<string, Tensor> {
  const other = subgraph.ops.find(({ type }) => type !== VAR_HANDLE && type !== ASSIGN);
  const values = valuesOf(subgraph).map(([name, value]) => [name, subgraph.tensors[value]!] as const);
  const computed = values.find(([, { data }]) => data === undefined);
  if (other !== undefined || computed !== undefined) {
    const what =
      other === undefined ? 'assigns what is no constant' : `computes with ${JSON.stringify(other.type)}`;
    fail(
      `operator ${place} (${CALL_ONCE}) runs a subgraph that ${what}`,
      'Only constants can be initial values: give the variables values that do not have to be computed.',
    );
  }
  return new Map(values);
}

/** Initial values by the variable's name. Nothing may touch a variable before they are there. */
function initialValues(graph: Graph): Map<string, Tensor> {
  const all = initializers(graph);
  const first = graph.ops.findIndex(({ type }) => type === READ || type === ASSIGN);
  const late = all.find(({ place }) => first >= 0 && first < place);
  if (late !== undefined) {
    fail(
      `operator ${late.place} (${CALL_ONCE}) comes after operator ${first} (${graph.ops[first]!.type}), which needs it`,
    );
  }
  return new Map(all.flatMap((each) => [...assignedConstants(each)]));
}

/** Refuses subgraphs that something else runs than CALL_ONCE. */
function checkSubgraphs(graph: Graph): void {
  const known = new Set(initializers(graph).map(({ subgraph }) => subgraph));
  if ((graph.subgraphs ?? []).every((subgraph) => known.has(subgraph))) return;
  const place = graph.ops.findIndex(({ type }) => type === 'IF' || type === 'WHILE');
  const who = place < 0 ? 'an operator' : `operator ${place} (${graph.ops[place]!.type})`;
  fail(
    `the model has ${graph.subgraphs!.length + 1} subgraphs, which ${who} runs; only CALL_ONCE is supported`,
    'Export the model without control flow: unroll loops, and use no conditions.',
  );
}

/**
 * Makes the tensors of handles the variables themselves, with their initial values. Further handles to the same variable
 * give way to the first one.
 *
 * @param graph as it was read, with its subgraphs
 * @throws TflqError('model') where subgraphs do anything but assign initial values
 */
export function bindVariables(graph: Graph): Graph {
  checkSubgraphs(graph);
  const handles = handlesOf(graph);
  const facts = factsOf(graph);
  const initial = initialValues(graph);
  const first = new Map([...handles].reverse().map(([index, name]) => [name, index]));
  const tensors = graph.tensors.map((tensor, index): Tensor => {
    if (!tensor.isHandle) return tensor;
    const name = handles.get(index);
    const own = name !== undefined && first.get(name) === index ? facts.get(name) : undefined;
    const value = own === undefined ? undefined : initial.get(name!);
    if (value !== undefined && (value.dtype !== own!.dtype || String(value.shape) !== String(own!.shape))) {
      fail(`${tensorLabel(graph, index)} is a variable whose initial value is of another type or shape`);
    }
    return { ...tensor, ...(own ?? UNUSED), ...(value?.data && { initial: value.data }) };
  });
  const moved = (index: number) => first.get(handles.get(index) ?? '') ?? index;
  const ops = graph.ops.map((op) => ({ ...op, inputs: op.inputs.map(moved) }));
  return handles.size === 0 ? { ...graph, tensors } : { ...graph, tensors, ops };
}

/** Gives the subgraphs the initial values that the variables of the graph have, in their types: after quantization. */
export function withInitialValues(graph: Graph): Graph {
  if (graph.subgraphs === undefined) return graph;
  const variables = new Map(
    [...handlesOf(graph)].reverse().map(([index, name]) => [name, graph.tensors[index]!]),
  );
  const subgraphs = graph.subgraphs.map((subgraph) => {
    const tensors = [...subgraph.tensors];
    for (const [name, value] of valuesOf(subgraph)) {
      const { dtype, quant, initial } = variables.get(name) ?? {};
      if (dtype === undefined || initial === undefined) continue;
      const { name: label, shape } = tensors[value]!;
      tensors[value] = { name: label, shape, dtype, ...(quant && { quant }), data: initial };
    }
    return { ...subgraph, tensors };
  });
  return { ...graph, subgraphs };
}
