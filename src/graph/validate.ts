/** What must hold of every graph, whatever its operators mean: every importer ends with this check. */
import { TflqError } from '../common/errors.ts';
import { type DType, dtypeBytes, integerRange } from './dtype.ts';
import { elementCount, type Graph, type Op, type QuantParams, type Tensor } from './graph.ts';
import { stateTensors } from './state.ts';
import { tensorLabel } from './tensor-label.ts';

/** Sizes are 32-bit numbers on the targets. */
const LARGEST_TENSOR = 2 ** 31 - 1;

/** Element types that quantized tensors have; constants may have int64 too, as biases of int16 networks do. */
const QUANTIZED: ReadonlySet<DType> = new Set(['int8', 'uint8', 'int16', 'int32']);

function fail(message: string, hint?: string): never {
  throw new TflqError('model', message, hint === undefined ? {} : { hint });
}

function checkQuant(label: string, tensor: Tensor, quant: QuantParams): void {
  const { scale, zeroPoint, axis } = quant;
  const isWideConstant = tensor.dtype === 'int64' && tensor.data !== undefined;
  if (!QUANTIZED.has(tensor.dtype) && !isWideConstant)
    fail(`${label} is quantized, but of type ${tensor.dtype}`);
  if (scale.length === 0 || scale.length !== zeroPoint.length) {
    fail(`${label} has ${scale.length} quantization scales and ${zeroPoint.length} zero points`);
  }
  if (scale.length > 1 && scale.length !== tensor.shape[axis]) {
    fail(
      `${label} of shape [${tensor.shape.join(', ')}] has ${scale.length} quantization scales along axis ${axis}`,
    );
  }
  const badScale = scale.find((value) => !(value > 0 && Number.isFinite(value)));
  if (badScale !== undefined) {
    fail(`${label} has the quantization scale ${badScale}; a scale is a finite number above 0`);
  }
  const [min, max] = integerRange(tensor.dtype);
  const badZero = zeroPoint.find((value) => !(Number.isInteger(value) && value >= min && value <= max));
  if (badZero !== undefined) fail(`${label} has the zero point ${badZero}, outside its type's range`);
}

function checkTensor(graph: Graph, index: number, tensor: Tensor): void {
  const label = tensorLabel(graph, index);
  const { shape, data } = tensor;
  const least = data === undefined ? 1 : 0;
  if (!shape.every((dim) => Number.isInteger(dim) && dim >= least)) {
    fail(
      `${label} has the shape [${shape.join(', ')}]; every dimension must be known and at least 1`,
      'Export the model with a fixed input shape.',
    );
  }
  const count = elementCount(shape);
  if (count * dtypeBytes(tensor.dtype) > LARGEST_TENSOR) {
    fail(`${label} of shape [${shape.join(', ')}] is larger than 2 GB`);
  }
  if (data !== undefined && data.length !== count) {
    fail(
      `${label} of shape [${shape.join(', ')}] should have ${count} elements, but its data has ${data.length}`,
    );
  }
  if (tensor.quant !== undefined) checkQuant(label, tensor, tensor.quant);
  const { learned } = tensor;
  if (learned !== undefined) checkQuant(label, { ...tensor, dtype: learned.dtype }, learned.quant);
}

function checkIndices(graph: Graph, indices: readonly number[], whose: string): void {
  const bad = indices.find((index) => graph.tensors[index] === undefined);
  if (bad !== undefined) fail(`${whose} refers to tensor ${bad}; there are ${graph.tensors.length} tensors`);
}

function opLabel(op: Op, index: number): string {
  return `operator ${index} (${op.type})`;
}

/** The operator that computes each tensor; every tensor is computed at most once, constants and inputs never. */
function writersOf(graph: Graph): Map<number, number> {
  const writers = new Map<number, number>();
  const given = new Set(graph.inputs);
  graph.ops.forEach((op, k) => {
    for (const index of op.outputs) {
      const before = writers.get(index);
      if (before !== undefined) {
        fail(`${tensorLabel(graph, index)} is written by the operators ${before} and ${k}`);
      }
      if (graph.tensors[index]!.data !== undefined || given.has(index)) {
        fail(
          `${opLabel(op, k)} writes ${tensorLabel(graph, index)}, which is a constant or an input of the network`,
        );
      }
      writers.set(index, k);
    }
  });
  return writers;
}

/** Every operator finds its inputs computed when its turn comes. */
function checkOrder(graph: Graph, writers: ReadonlyMap<number, number>): void {
  const given = new Set(graph.inputs);
  graph.ops.forEach((op, k) => {
    for (const index of op.inputs) {
      const tensor = graph.tensors[index];
      if (tensor === undefined || tensor.data !== undefined || tensor.isVariable || given.has(index))
        continue;
      const writer = writers.get(index);
      if (writer === undefined) {
        fail(`${opLabel(op, k)} reads ${tensorLabel(graph, index)}, which nothing computes`);
      }
      if (writer >= k) {
        fail(
          `${opLabel(op, k)} reads ${tensorLabel(graph, index)}, which ${opLabel(graph.ops[writer]!, writer)} ` +
            'computes only afterwards: the operators are out of order, or form a cycle',
        );
      }
    }
  });
}

/** What operators run of a further graph is for them to say; here only what is written to a file again is checked. */
function checkSubgraph(graph: Graph): void {
  graph.tensors.forEach((tensor, index) => {
    checkTensor(graph, index, tensor);
  });
  graph.ops.forEach((op, k) => {
    const present = [...op.inputs, ...op.outputs].filter((index) => index !== -1);
    checkIndices(graph, present, `${opLabel(op, k)} of a subgraph`);
  });
  checkIndices(graph, [...graph.inputs, ...graph.outputs], "a subgraph's list of inputs or outputs");
}

/**
 * Checks that a graph is whole: tensors have known shapes, fitting data and sane quantization; indices are in
 * range; operators stand in an order in which they can be executed; inputs and outputs are what they should be.
 *
 * @throws TflqError('model') that names the tensor or operator; without the file, which the caller knows
 */
export function validateGraph(graph: Graph): void {
  if (graph.inputs.length === 0) fail('the network has no input');
  if (graph.outputs.length === 0) fail('the network has no output');
  checkIndices(graph, graph.inputs, "the network's list of inputs");
  checkIndices(graph, graph.outputs, "the network's list of outputs");
  graph.tensors.forEach((tensor, index) => {
    checkTensor(graph, index, tensor);
  });
  if (new Set(graph.inputs).size !== graph.inputs.length) fail('the network names the same input twice');
  const constantState = stateTensors(graph).find(
    (index) => graph.tensors[index]!.data !== undefined || graph.inputs.includes(index),
  );
  if (constantState !== undefined) {
    fail(`${tensorLabel(graph, constantState)} is state of the network, and also a constant or an input`);
  }
  const constantInput = graph.inputs.find((index) => graph.tensors[index]!.data !== undefined);
  if (constantInput !== undefined) {
    fail(`${tensorLabel(graph, constantInput)} is an input of the network and a constant`);
  }

  graph.ops.forEach((op, k) => {
    const present = op.inputs.filter((index) => index !== -1);
    checkIndices(graph, present, opLabel(op, k));
    checkIndices(graph, [...op.outputs, ...(op.intermediates ?? [])], opLabel(op, k));
  });
  for (const subgraph of graph.subgraphs ?? []) checkSubgraph(subgraph);
  const writers = writersOf(graph);
  checkOrder(graph, writers);
  const missing = graph.outputs.find((index) => !writers.has(index));
  if (missing !== undefined) {
    fail(`${tensorLabel(graph, missing)} is an output of the network, but no operator computes it`);
  }
}
