/** Second pass: the parameters of every activation, from the ranges, the groups and what is fixed. */
import { TflqError } from '../../common/errors.ts';
import { integerRange } from '../../graph/dtype.ts';
import { type Graph, isConstant, type QuantParams, tensorAt } from '../../graph/graph.ts';
import { tensorLabel } from '../../graph/tensor-label.ts';
import { activationInputs, type OpRules, statesLikeOutput } from '../operator-rules.ts';
import { activationParameters, stateParameters } from '../parameters.ts';
import { hull, type Range, rangeOf } from '../range.ts';
import type { UnionFind } from '../union-find.ts';

/** The parameters that were chosen. */
export interface Choice {
  /** Of each activation, and of each constant that is used as one. */
  readonly params: ReadonlyMap<number, QuantParams>;
  /**
   * For a tensor whose own parameters are fixed, but not those of its group: the group's. Operators that tie scales
   * read a requantized copy of it.
   */
  readonly requantized: ReadonlyMap<number, QuantParams>;
  /** Of state that is not of the activations' type, but of int16. */
  readonly states: ReadonlyMap<number, QuantParams>;
}

/** The tensors to choose for: inputs of the network, outputs of operators, constants used as activations. */
function activationsOf(graph: Graph, rules: readonly OpRules[]): number[] {
  const inputs = graph.inputs.filter((index) => tensorAt(graph, index).dtype === 'float32');
  const touched = rules.flatMap((rule) => [
    ...activationInputs(rule),
    ...statesLikeOutput(rule),
    ...(rule.output.as === 'plain' ? [] : rule.op.outputs),
  ]);
  return [...new Set([...inputs, ...touched])];
}

function rangeFor(graph: Graph, ranges: ReadonlyMap<number, Range>, index: number): Range {
  const tensor = tensorAt(graph, index);
  if (tensor.dtype !== 'float32') {
    throw new TflqError(
      'model',
      `${tensorLabel(graph, index)} is of type ${tensor.dtype}; only float32 can be quantized`,
    );
  }
  const range = isConstant(tensor) ? rangeOf(tensor.data as Float32Array) : ranges.get(index);
  if (range !== undefined) return range;
  throw new TflqError('data', `the calibration knows no range of ${tensorLabel(graph, index)}`, {
    hint: 'Calibrate this very model.',
  });
}

/** True where fixed parameters hold a range, but for at most one step at its ends. */
function covers({ scale, zeroPoint }: QuantParams, { min, max }: Range): boolean {
  const [least, most] = integerRange('int8');
  return min >= (least - 1 - zeroPoint[0]!) * scale[0]! && max <= (most + 1 - zeroPoint[0]!) * scale[0]!;
}

function same(a: QuantParams, b: QuantParams): boolean {
  return a.scale[0] === b.scale[0] && a.zeroPoint[0] === b.zeroPoint[0];
}

/**
 * The parameters of one group. They follow from its sources: the members that no tying operator computes, for what
 * such operators compute lies within their inputs' range. Where some are fixed, all alike, and hold the ranges of
 * the others, the group takes the fixed parameters.
 */
function paramsOfGroup(
  sources: readonly number[],
  fixed: ReadonlyMap<number, QuantParams>,
  range: (index: number) => Range,
): QuantParams {
  const given = sources.flatMap((index) => fixed.get(index) ?? []);
  const free = sources.filter((index) => !fixed.has(index));
  const [first] = given;
  if (first !== undefined && given.every((other) => same(first, other))) {
    if (free.every((index) => covers(first, range(index)))) return first;
  }
  return activationParameters(hull(sources.map(range)));
}

/** The parameters of state with a type of its own. */
function chooseStates(
  graph: Graph,
  rules: readonly OpRules[],
  ranges: ReadonlyMap<number, Range>,
): Map<number, QuantParams> {
  const states = new Map<number, QuantParams>();
  for (const { op, inputs } of rules) {
    for (const [i, rule] of inputs.entries()) {
      if (rule.as !== 'state') continue;
      const index = op.inputs[i]!;
      states.set(index, stateParameters(rangeFor(graph, ranges, index), rule.powerOfTwo));
    }
  }
  return states;
}

/**
 * Chooses the parameters of all activations.
 *
 * @param ranges by tensor index, as calibration found them
 * @throws TflqError where an activation is not float32 or has no range
 */
export function chooseActivations(
  graph: Graph,
  rules: readonly OpRules[],
  groups: UnionFind,
  ranges: ReadonlyMap<number, Range>,
): Choice {
  const derived = new Set(
    // State that shares the scale of an output holds what was in the output.
    rules.flatMap((rule) => [
      ...(rule.output.as === 'same-as-input' ? rule.op.outputs : []),
      ...statesLikeOutput(rule),
    ]),
  );
  const fixed = new Map(
    rules.flatMap(({ op, output }) =>
      output.as === 'fixed' ? op.outputs.map((index) => [index, output.quant] as const) : [],
    ),
  );
  const members = new Map<number, number[]>();
  for (const index of activationsOf(graph, rules)) {
    const root = groups.find(index);
    members.set(root, [...(members.get(root) ?? []), index]);
  }

  const params = new Map<number, QuantParams>();
  const requantized = new Map<number, QuantParams>();
  for (const group of members.values()) {
    const sources = group.filter((index) => !derived.has(index));
    const chosen = paramsOfGroup(sources, fixed, (index) => rangeFor(graph, ranges, index));
    for (const index of group) {
      const own = fixed.get(index) ?? chosen;
      params.set(index, own);
      if (!same(own, chosen)) requantized.set(index, chosen);
    }
  }
  return { params, requantized, states: chooseStates(graph, rules, ranges) };
}
