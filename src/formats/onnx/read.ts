/** Reads an ONNX file: its tensors, its inputs, and then node by node, in the file's order. */
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import type { ReadOptions } from '../model-format.ts';
import { Budget } from '../support/constants/budget.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { decodeProtobuf } from '../support/protobuf.ts';
import { withWhere } from '../support/with-where.ts';
import { FOLDS } from './fold/index.ts';
import { addInputs, readersOf, spatialNames } from './inputs.ts';
import { arranged, unmixed } from './layout.ts';
import { type Convert, NodeImport } from './node-import.ts';
import { domainName, findOperator } from './operators/index.ts';
import { type GraphProto, MODEL, type ModelProto, type NodeProto } from './schema.ts';
import { stillStanding } from './stand-ins.ts';
import { ExternalFiles, readTensor } from './tensors.ts';
import { type Activation, channelsLast, identity, sameOrder, type Value } from './values.ts';

/** The versions of ONNX's operator set that are known. */
const OPSETS = { oldest: 7, newest: 28 } as const;

/** Nodes of a network; what has more is none for a microcontroller. */
const MOST_NODES = 20_000;

function checkModel(model: ModelProto): asserts model is ModelProto & { graph: GraphProto } {
  const { graph } = model;
  if (graph === undefined || graph.nodes.length === 0) {
    throw new TflqError('model', 'the file is damaged: it holds no network', { hint: 'Export it again.' });
  }
  if (graph.nodes.length > MOST_NODES) {
    throw new TflqError(
      'model',
      `the network has ${graph.nodes.length} nodes; at most ${MOST_NODES} are taken`,
    );
  }
  if (graph.sparseInitializers.length > 0) {
    throw new TflqError('model', 'the model has sparse tensors, which are not supported', {
      hint: 'Export it with dense weights.',
    });
  }
}

/** The version of each operator set that the file uses. */
function opsetsOf(model: ModelProto): ReadonlyMap<string, number> {
  const versions = new Map(
    model.opsets.map(({ domain, version }) => [domainName(domain ?? ''), version ?? 0] as const),
  );
  const onnx = versions.get('');
  if (onnx === undefined || (onnx >= OPSETS.oldest && onnx <= OPSETS.newest)) return versions;
  throw new TflqError(
    'model',
    `the model uses version ${onnx} of ONNX's operators; those from ${OPSETS.oldest} to ${OPSETS.newest} are known`,
    { hint: 'Export it with another opset, e.g. opset_version=17, or convert it by onnx.version_converter.' },
  );
}

/** The import of one network. */
class GraphImport {
  readonly #builder: GraphBuilder;
  readonly #budget = new Budget();
  readonly #values = new Map<string, Value>();
  readonly #opsets: ReadonlyMap<string, number>;
  readonly #functions: ReadonlySet<string>;

  constructor(name: string, model: ModelProto) {
    this.#builder = new GraphBuilder(name);
    this.#opsets = opsetsOf(model);
    this.#functions = new Set(model.functions.map(({ name: own }) => own ?? ''));
  }

  async tensors(graph: GraphProto, files: ExternalFiles): Promise<void> {
    for (const tensor of graph.initializers) {
      this.#define(tensor.name ?? '', await readTensor(tensor, files));
    }
  }

  inputs(graph: GraphProto, shapes: ReadOptions['inputShapes']): void {
    const infos = graph.inputs.filter(({ name }) => !this.#values.has(name ?? ''));
    const [readers, spatial] = [readersOf(graph.nodes), spatialNames(graph)];
    const added = addInputs(this.#builder, infos, readers, spatial, shapes);
    for (const [name, value] of added) this.#define(name, value);
  }

  async node(proto: NodeProto, index: number, files: ExternalFiles): Promise<void> {
    const type = proto.opType ?? '';
    const named = proto.name ? JSON.stringify(proto.name) : String(index);
    this.#builder.at(`node ${named} (${type})`);
    const tensor = proto.attributes.find(({ name }) => name === 'value')?.tensor;
    if (type === 'Constant' && tensor !== undefined) {
      this.#define(proto.outputs[0] ?? '', await readTensor(tensor, files));
      return;
    }
    const node = new NodeImport({
      builder: this.#builder,
      budget: this.#budget,
      name: proto.outputs.find((name) => name !== '') ?? named,
      type,
      opset: this.#opsets.get(domainName(proto.domain ?? '')) ?? OPSETS.newest,
      attributes: proto.attributes,
      inputs: proto.inputs.map((name) => this.#value(name)),
      outputCount: proto.outputs.length,
    });
    const results = stillStanding(type, node.inputs, [this.#convert(proto, node)(node)].flat());
    proto.outputs.forEach((name, k) => {
      if (name === '') return;
      const value = results[k];
      if (value === undefined) throw node.error(`has an output ${k}, which cannot be imported`);
      this.#define(name, value);
    });
  }

  outputs(graph: GraphProto): Graph {
    const outputs = graph.outputs.map(({ name = '' }) => {
      this.#builder.at(`output ${JSON.stringify(name)}`);
      const value = this.#values.get(name);
      if (value === undefined) throw this.#builder.error('is computed by no node');
      if (value.kind === 'constant') throw this.#builder.error('is a constant');
      const tensor = this.#inOutputOrder(value, name);
      if (this.#builder.tensor(tensor).name !== name) this.#builder.rename(tensor, name);
      return tensor;
    });
    return this.#builder.finish(outputs);
  }

  /** What turns the node into TFLite's operators; arithmetic on nothing but constants is done at once. */
  #convert({ opType: type = '', domain = '' }: NodeProto, node: NodeImport): Convert {
    const constant = node.inputs.every((value) => value === undefined || value.kind === 'constant');
    const fold = constant && domainName(domain) === '' ? FOLDS.get(type) : undefined;
    const found = fold ?? findOperator(domainName(domain), type);
    if (found !== undefined) return found;
    if (this.#functions.has(type)) {
      throw node.error(
        'is a function of the model',
        'Inline functions: onnx.inliner.inline_local_functions.',
      );
    }
    const set = domainName(domain) === '' ? '' : ` of the operator set ${JSON.stringify(domain)}`;
    throw node.error(
      `is an operator${set} that cannot be imported`,
      'Replace it in the network, or export the model without it.',
    );
  }

  #value(name: string): Value | undefined {
    if (name === '') return undefined;
    const value = this.#values.get(name);
    if (value === undefined) {
      throw this.#builder.error(`reads ${JSON.stringify(name)}, which nothing before it computes`);
    }
    return value;
  }

  #define(name: string, value: Value): void {
    if (name === '') throw this.#builder.error('computes something without a name');
    if (this.#values.has(name)) throw this.#builder.error(`computes ${JSON.stringify(name)} once more`);
    this.#values.set(name, value);
  }

  /** A network's output is as ONNX has it, or has channels last. */
  #inOutputOrder(value: Activation, name: string): number {
    const node = new NodeImport({
      builder: this.#builder,
      budget: this.#budget,
      name,
      type: 'output',
      opset: OPSETS.newest,
      attributes: [],
      inputs: [],
      outputCount: 1,
    });
    const plain = unmixed(node, value);
    const rank = plain.shape.length;
    const fine = [identity(rank), channelsLast(rank)].some((order) => sameOrder(order, plain.order));
    return fine ? plain.tensor : arranged(node, plain, identity(rank)).tensor;
  }
}

async function importGraph(bytes: Uint8Array, options: ReadOptions): Promise<Graph> {
  const model = await decodeProtobuf(bytes, MODEL);
  checkModel(model);
  const { graph } = model;
  const files = new ExternalFiles(options.companion);
  const result = new GraphImport(graph.name ?? '', model);
  await result.tensors(graph, files);
  result.inputs(graph, options.inputShapes);
  for (const [index, node] of graph.nodes.entries()) await result.node(node, index, files);
  return result.outputs(graph);
}

/**
 * Reads an .onnx file into a graph of TFLite's operators. Inputs and outputs of convolutional networks have channels
 * last.
 *
 * @param bytes the file
 * @param fileName for messages
 * @throws TflqError('model') where the file is damaged, or holds what cannot be represented
 */
export function readOnnx(bytes: Uint8Array, fileName: string, options: ReadOptions): Promise<Graph> {
  return withWhere(fileName, () => importGraph(bytes, options));
}
