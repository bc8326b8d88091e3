/** The quantization rules of a network's operators, read from src/ops once. */
import { TflqError } from '../common/errors.ts';
import { firstNonFinite } from '../data/index.ts';
import { type Graph, isConstant, type Op, tensorAt } from '../graph/graph.ts';
import { describeScheme } from '../graph/scheme.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import { type IntermediateRule, type OperandRule, OpNode, type OutputRule, opDef } from '../ops/index.ts';

/** One operation with its rules. */
export interface OpRules {
  readonly op: Op;
  readonly node: OpNode<unknown>;
  /** The rule of each of `op.inputs`. */
  readonly inputs: readonly OperandRule[];
  /** The rule of `results`. */
  readonly output: OutputRule;
  /** What the operation computes: its outputs, or where it has none, the state to which it gives a value. */
  readonly results: readonly number[];
  /** The tensors inside of the quantized operation. */
  readonly intermediates: readonly IntermediateRule[];
}

/** The tensors of an operation that are activations or constants used as such: those whose scales it ties together. */
export function activationInputs({ op, inputs }: OpRules): number[] {
  return op.inputs.filter((index, i) => index >= 0 && inputs[i]!.as === 'activation');
}

/** The activations of an operation that it reads with zero point 0. */
export function symmetricInputs({ op, inputs }: OpRules): number[] {
  return op.inputs.filter((_index, i) => inputs[i]!.as === 'symmetric');
}

/** The state of an operation that shares its output's scale. */
export function statesLikeOutput({ op, inputs }: OpRules): number[] {
  return op.inputs.filter((_index, i) => inputs[i]!.as === 'same-as-output');
}

function refuseQuantized(graph: Graph): void {
  const scheme = describeScheme(graph);
  if (scheme === 'float') return;
  const k = graph.ops.findIndex((op) =>
    [...op.inputs, ...op.outputs].some((index) => graph.tensors[index]?.quant !== undefined),
  );
  const where = k < 0 ? '' : `: operator ${k} (${graph.ops[k]!.type}) works on integers`;
  throw new TflqError('model', `the model is already quantized (${scheme})${where}`, {
    hint: 'Use it as it is, or give the float model that it was made from.',
  });
}

function rulesOf(graph: Graph, op: Op, k: number): OpRules {
  const def = opDef(op.type, k);
  const node = new OpNode<unknown>(graph, op, k);
  const rule = def.quantization;
  if (rule === null) {
    throw node.error(
      'converts between integers and real numbers, so the model is quantized in part',
      'Export the model without quantization (also without fake quantization), and quantize that.',
    );
  }
  const inputs = op.inputs.map((_index, i) => rule.input(i, node));
  inputs.forEach((operand, i) => {
    checkOperand(graph, node, i, operand);
  });
  const output = typeof rule.output === 'function' ? rule.output(node) : rule.output;
  const results = op.outputs.length > 0 ? op.outputs : (def.state ?? []).map((i) => node.inputIndex(i));
  return { op, node, inputs, output, results, intermediates: rule.intermediates ?? [] };
}

/** What may be computed at run time. */
const READ_AS_COMPUTED: readonly OperandRule['as'][] = ['activation', 'symmetric', 'real'];

/** Weights and biases must be constants, and what is quantized must be finite real numbers. */
function checkOperand(graph: Graph, node: OpNode<unknown>, i: number, rule: OperandRule): void {
  const index = node.inputIndex(i);
  if (index < 0 || rule.as === 'plain') return;
  const tensor = tensorAt(graph, index);
  const label = tensorLabel(graph, index);
  if (tensor.dtype !== 'float32') {
    throw node.error(`reads ${label} of type ${tensor.dtype}; only float32 can be quantized`);
  }
  if (!isConstant(tensor)) {
    if (READ_AS_COMPUTED.includes(rule.as) || tensor.isVariable) return;
    throw node.error(
      `has its ${rule.as} in ${label}, which is computed at run time`,
      'Weights and biases must be constants of the model.',
    );
  }
  const values = tensor.data as Float32Array;
  const bad = firstNonFinite(values);
  if (bad < 0) return;
  throw node.error(
    `reads the constant ${label}, whose element ${bad} is ${values[bad]}`,
    'Train or export the model again: its weights are damaged.',
  );
}

/**
 * Reads the rules of all operators.
 *
 * @param graph a float network, after widenConstants
 * @throws TflqError('model') where the network is already quantized, or an operator is unknown, has no rule or
 *   has constants that cannot be quantized
 */
export function readRules(graph: Graph): OpRules[] {
  refuseQuantized(graph);
  return graph.ops.map((op, k) => rulesOf(graph, op, k));
}
