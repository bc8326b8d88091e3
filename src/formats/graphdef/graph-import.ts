/** From a GraphDef to operations: nodes in the order in which they need each other, functions where they are called. */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { Budget } from '../support/constants/budget.ts';
import { type Constant, scalarOf } from '../support/constants/constant.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { FOLDS } from './fold/index.ts';
import type { FunctionDef, GraphDef, NodeDef } from './graph-def.ts';
import { NodeImport } from './node-import.ts';
import { onImages } from './one-dimension.ts';
import { findOperator } from './operators/index.ts';
import { Scope } from './scope.ts';
import { constantFrom } from './tensor.ts';
import { NOTHING, type Value } from './values.ts';

/** Nodes that are imported, those of functions as often as they are called. */
const MOST_IMPORTED = 50_000;

/** Functions that call each other. */
const MOST_LEVELS = 32;

/** Operators that call a function of the library. */
const CALLS = new Set(['PartitionedCall', 'StatefulPartitionedCall']);
const CHOICES = new Set(['If', 'StatelessIf']);

/** Tensors that are not in the graph itself. */
export interface Sources {
  /** Values of Const nodes that lie apart from the graph, by node name (TF.js). */
  readonly constants?: ReadonlyMap<string, Constant>;
  /** Values of variables, by the name of the node that makes them (SavedModel). */
  readonly variables?: ReadonlyMap<string, Constant>;
}

/** The import of one graph. */
export class GraphImport {
  readonly #builder: GraphBuilder;
  readonly #budget = new Budget();
  readonly #functions: ReadonlyMap<string, FunctionDef>;
  readonly #sources: Sources;
  readonly #top: Scope;
  #imported = 0;

  constructor(name: string, graph: GraphDef, sources: Sources) {
    this.#builder = new GraphBuilder(name);
    this.#functions = new Map(graph.functions.map((one) => [one.name, one]));
    this.#sources = sources;
    this.#top = new Scope(graph.nodes);
  }

  /** Makes a node of the graph an input of the network. */
  input(node: string, name: string, shape: readonly number[], dtype: 'float32' | 'int32' | 'bool'): void {
    this.#top.set(node, [{ kind: 'computed', tensor: this.#builder.input(name, shape, dtype) }]);
  }

  /** What an output of the whole graph is. */
  value(text: string): Value {
    return this.#value(this.#top, text);
  }

  /** What the function that a node calls assigns: to which variable what. */
  assignmentsIn(node: NodeDef): [target: Value, value: Value][] {
    const called = this.#functions.get(node.attrs.get('f')?.func ?? '');
    if (called === undefined) return [];
    const args = this.#top.refs(node).map((ref) => this.#output(this.#top, ref.node, ref.output));
    const scope = this.#scopeOf(called, args, 1);
    return assigned(called.nodes).map(({ inputs: [target = '', value = ''] }) => [
      this.#value(scope, target),
      this.#value(scope, value),
    ]);
  }

  /** Ends the import. */
  finish(outputs: readonly { readonly name: string; readonly value: Value }[]): Graph {
    const builder = this.#builder;
    const tensors = outputs.map(({ name, value }) => {
      builder.at(`output ${JSON.stringify(name)}`);
      if (value.kind !== 'computed') throw builder.error('is not computed from the inputs');
      return value.tensor;
    });
    tensors.forEach((tensor, k) => {
      if (tensors.indexOf(tensor) === k) builder.rename(tensor, outputs[k]!.name);
    });
    return builder.finish(tensors);
  }

  #value(scope: Scope, text: string): Value {
    const { node, output } = scope.ref(text);
    return this.#output(scope, node, output);
  }

  /** Imports a node, and before it all that it needs; one after the other, for graphs are deep. */
  #output(scope: Scope, name: string, output: number): Value {
    const stack = [name];
    const begun = new Set<string>();
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (scope.has(top)) {
        stack.pop();
        continue;
      }
      const node = scope.node(top);
      const waiting = scope.refs(node).filter((ref) => !scope.has(ref.node));
      if (waiting.length === 0) {
        scope.set(top, this.#node(scope, node));
        begun.delete(top);
        stack.pop();
        continue;
      }
      begun.add(top);
      for (const ref of waiting.reverse()) {
        if (begun.has(ref.node)) throw circle(node);
        stack.push(ref.node);
      }
    }
    return scope.value({ node: name, output });
  }

  #node(scope: Scope, def: NodeDef): readonly Value[] {
    this.#imported += 1;
    const builder = this.#builder;
    builder.at(`node ${JSON.stringify(def.name)} (${def.op})`);
    if (this.#imported > MOST_IMPORTED) {
      throw builder.error(`comes after ${MOST_IMPORTED} others: the model is too large`);
    }
    const inputs = scope.refs(def).map((ref) => scope.value(ref));
    if (def.op === 'Const') return [this.#const(def)];
    if (CALLS.has(def.op)) return this.#call(scope, def, def.attrs.get('f')?.func, inputs);
    const node = new NodeImport({ builder, budget: this.#budget, def, inputs });
    if (CHOICES.has(def.op)) return this.#choice(scope, def, node);
    if (def.op === 'ReadVariableOp') return [this.#variable(node.value(0))];
    if (def.op !== 'Merge' && inputs.some(({ kind }) => kind === 'nothing')) return [NOTHING];
    return [convert(def.op, node)].flat();
  }

  #const(def: NodeDef): Value {
    const apart = this.#sources.constants?.get(def.name);
    if (apart !== undefined) return apart;
    const tensor = def.attrs.get('value')?.tensor;
    if (tensor === undefined) throw this.#builder.error('has no value');
    // Files without weights in them have tensors without elements in their place.
    const isBare = tensor.content === undefined && tensor.values.length === 0 && tensor.texts.length === 0;
    if (this.#sources.constants !== undefined && isBare && tensor.type !== 7) {
      throw this.#builder.error(
        'is a constant that the weights manifest does not list',
        'Export the model again; model.json and its weights belong together.',
      );
    }
    return constantFrom(tensor, `constant ${JSON.stringify(def.name)}`);
  }

  #variable(value: Value): Value {
    return value.kind === 'variable' ? (this.#sources.variables?.get(value.name) ?? value) : value;
  }

  /** A function's results, for these arguments. */
  #call(scope: Scope, def: NodeDef, name: string | undefined, args: readonly Value[]): readonly Value[] {
    const called = this.#functions.get(name ?? '');
    if (called === undefined) {
      throw this.#builder.error(`calls the function ${JSON.stringify(name ?? '')}, which the file lacks`);
    }
    if (scope.level >= MOST_LEVELS) throw this.#builder.error('is called by functions without an end');
    const body = this.#scopeOf(called, args, scope.level + 1);
    const results = called.results.map((result) => this.#value(body, result));
    this.#builder.at(`node ${JSON.stringify(def.name)} (${def.op})`);
    return results;
  }

  #scopeOf(called: FunctionDef, args: readonly Value[], level: number): Scope {
    if (args.length !== called.args.length) {
      throw this.#builder.error(`calls a function of ${called.args.length} arguments with ${args.length}`);
    }
    return new Scope(called.nodes, level, new Map(called.args.map((name, k) => [name, args[k]!])));
  }

  /** The branch that a constant chooses. */
  #choice(scope: Scope, def: NodeDef, node: NodeImport): readonly Value[] {
    const condition = node.value(0);
    const chosen = condition.kind === 'constant' ? scalarOf(condition) : undefined;
    if (chosen === undefined) {
      throw node.error(
        'runs a part of the network on a condition, which is not supported',
        'Export the model for inference, without conditions.',
      );
    }
    const branch = chosen !== 0 ? 'then_branch' : 'else_branch';
    return this.#call(scope, def, def.attrs.get(branch)?.func, node.inputs.slice(1));
  }
}

/** The assignments among nodes. */
function assigned(nodes: readonly NodeDef[]): NodeDef[] {
  return nodes.filter(({ op }) => op === 'AssignVariableOp' || op === 'Assign');
}

/** What turns a node into TFLite's operators; arithmetic on nothing but constants is done at once. */
function convert(op: string, node: NodeImport): Value | readonly Value[] {
  const constant = node.inputs.every(({ kind }) => kind === 'constant');
  const found = (constant ? FOLDS.get(op) : undefined) ?? findOperator(op);
  if (found !== undefined) return onImages(node, found) ?? found(node);
  throw node.error(
    'is an operator that cannot be imported',
    'Replace it in the network, or export the model as .tflite or .keras.',
  );
}

function circle(node: NodeDef): TflqError {
  return new TflqError(
    'model',
    `node ${JSON.stringify(node.name)} (${node.op}) is in a circle of nodes: loops cannot be imported`,
    { hint: 'Export the model with unrolled recurrent layers, or give the .keras file.' },
  );
}
