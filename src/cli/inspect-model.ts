/** The work of `inspect`: what is in a model, what it costs, where it fits. */
import { loadBoards } from '../boards/index.ts';
import { TflqError } from '../common/errors.ts';
import { checkFit, customHint, type Fit } from '../emit/index.ts';
import { elementCount, type Graph, isConstant } from '../graph/graph.ts';
import { describeScheme, type Scheme } from '../graph/scheme.ts';
import { planMemory, weightBytes } from '../memory/index.ts';
import { CUSTOM_PREFIX, findOp, OpNode } from '../ops/index.ts';
import { quantizeGraph } from '../quantize/index.ts';
import { isFloat } from './integer-model.ts';
import { loadModel } from './load-model.ts';
import { describeTensors, type TensorRange } from './tensor-ranges.ts';

/** One operation. */
export interface OperationFacts {
  readonly index: number;
  readonly type: string;
  readonly isSupported: boolean;
  /** Of a custom operator whose code is the user's: what gen needs. */
  readonly needs?: string;
  /** Of the first output. */
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Multiply-accumulates of one inference. */
  readonly macs: number;
  readonly parameters: number;
}

/** A board, and whether the network fits it with the runtime c. */
export interface BoardFit extends Fit {
  readonly board: string;
}

/** What an integer network takes; a float one as int8, by standing in for its ranges, which change no size. */
export interface Costs {
  /** Activations and scratch buffers at their peak, by the memory planner, in bytes. */
  readonly peakRamBytes: number;
  readonly weightBytes: number;
  readonly boards: readonly BoardFit[];
}

/** What `inspect` tells; `--json` prints it. */
export interface Inspection {
  readonly model: string;
  readonly bytes: number;
  readonly scheme: Scheme;
  readonly inputs: readonly TensorRange[];
  readonly outputs: readonly TensorRange[];
  readonly operators: readonly OperationFacts[];
  readonly tensors: readonly TensorRange[];
  readonly macs: number;
  readonly parameters: number;
  /** Null where the network cannot be emitted; `obstacle` says why. */
  readonly asInt8: Costs | null;
  readonly obstacle: string | null;
}

/** Elements of an operation's constants, shapes and axes not counted. */
function parametersOf(node: OpNode<unknown>): number {
  const rule = findOp(node.op.type)?.quantization;
  return node.op.inputs
    .map((index, i) => ({ tensor: node.optionalInput(i), i, index }))
    .filter(({ tensor, i }) => tensor && isConstant(tensor) && rule?.input(i, node).as !== 'plain')
    .reduce((sum, { tensor }) => sum + elementCount(tensor!.shape), 0);
}

function operationFacts(graph: Graph): OperationFacts[] {
  return graph.ops.map((op, index) => {
    const def = findOp(op.type);
    const node = new OpNode<unknown>(graph, op, index);
    const { shape, dtype } = node.output();
    return {
      index,
      type: op.type,
      isSupported: def !== undefined,
      ...(op.type.startsWith(CUSTOM_PREFIX) && { needs: customHint(op.type.slice(CUSTOM_PREFIX.length)) }),
      shape,
      dtype,
      macs: def?.macs(node) ?? 0,
      parameters: def === undefined ? 0 : parametersOf(node),
    };
  });
}

/** Ranges that were not observed, of all that could be. Sizes do not depend on them. */
function standInInt8(graph: Graph): Graph {
  const ranges = new Map(
    graph.tensors.flatMap(({ dtype }, index) => (dtype === 'float32' ? [[index, { min: -1, max: 1 }]] : [])),
  );
  return quantizeGraph(graph, { ranges, samples: 0 });
}

async function costsOf(graph: Graph): Promise<Costs> {
  const integer = isFloat(graph) ? standInInt8(graph) : graph;
  const boards = (await loadBoards()).map((board) => ({
    board: board.id,
    ...checkFit(integer, board, 'c'),
  }));
  return {
    peakRamBytes: planMemory(integer).arenaBytes,
    weightBytes: weightBytes(integer),
    boards,
  };
}

/** Inspects a model file. Errors as loadModel; a network that cannot be emitted is no error. */
export async function inspectModel(path: string, inputShapes?: readonly string[]): Promise<Inspection> {
  const { size, graph } = await loadModel(path, inputShapes);
  const tensors = describeTensors(graph);
  const operators = operationFacts(graph);
  let asInt8: Costs | null = null;
  let obstacle: string | null = null;
  try {
    asInt8 = await costsOf(graph);
  } catch (error) {
    if (!(error instanceof TflqError)) throw error;
    obstacle = error.message;
  }
  return {
    model: path,
    bytes: size,
    scheme: describeScheme(graph),
    inputs: graph.inputs.map((index) => tensors[index]!),
    outputs: graph.outputs.map((index) => tensors[index]!),
    operators,
    tensors,
    macs: operators.reduce((sum, { macs }) => sum + macs, 0),
    parameters: operators.reduce((sum, { parameters }) => sum + parameters, 0),
    asInt8,
    obstacle,
  };
}
