/** Second pass: the parameters of every activation, from the ranges, the groups and what is fixed. */
import { TflqError } from '../../common/errors.ts';
import { integerRange } from '../../graph/dtype.ts';
import { type Graph, isConstant, type QuantParams, tensorAt } from '../../graph/graph.ts';
import { tensorLabel } from '../../graph/tensor-label.ts';
import { activationInputs, type OpRules, statesLikeOutput, symmetricInputs } from '../operator-rules.ts';
import { activationParameters, rangeOfParameters, sameParameters, stateParameters } from '../parameters.ts';
import { hull, type Range, rangeOf } from '../range.ts';
import { shareScales } from './share-scales.ts';

/** The parameters that were chosen. */
export interface Choice {
  /**
   * Of each activation, and of each constant that is used as one. Where an operator that ties scales has an input of
   * other parameters than its output, it reads a requantized copy of it.
   */
  readonly params: ReadonlyMap<number, QuantParams>;
  /** Of state that is not of the activations' type, but of int16. */
  readonly states: ReadonlyMap<number, QuantParams>;
}

/** The tensors to choose for: inputs of the network, outputs of operators, constants used as activations. */
function activationsOf(graph: Graph, rules: readonly OpRules[]): number[] {
  const inputs = graph.inputs.filter((index) => tensorAt(graph, index).dtype === 'float32');
  const touched = rules.flatMap((rule) => [
    ...activationInputs(rule),
    ...symmetricInputs(rule),
    ...statesLikeOutput(rule),
    ...(rule.output.as === 'plain' ? [] : rule.op.outputs),
  ]);
  return [...new Set([...inputs, ...touched])];
}

/** The range of a tensor for which nothing is given; undefined where it was not observed. */
function rangeFor(graph: Graph, ranges: ReadonlyMap<number, Range>, index: number): Range | undefined {
  const tensor = tensorAt(graph, index);
  if (tensor.dtype !== 'float32') {
    throw new TflqError(
      'model',
      `${tensorLabel(graph, index)} is of type ${tensor.dtype}; only float32 can be quantized`,
    );
  }
  if (isConstant(tensor)) return rangeOf(tensor.data as Float32Array);
  const observed = ranges.get(index);
  if (tensor.initial === undefined) return observed;
  const initial = rangeOf(tensor.initial as Float32Array);
  return observed === undefined ? initial : hull([observed, initial]);
}

/** True where fixed parameters hold a range, but for at most one step at its ends. */
function covers({ scale, zeroPoint }: QuantParams, { min, max }: Range): boolean {
  const [least, most] = integerRange('int8');
  return min >= (least - 1 - zeroPoint[0]!) * scale[0]! && max <= (most + 1 - zeroPoint[0]!) * scale[0]!;
}

/** What is said of the tensors of a network before any range is known. */
interface Given {
  /** By the TFLite specification. */
  readonly fixed: ReadonlyMap<number, QuantParams>;
  /** By training or the file, where the specification leaves it open. */
  readonly learned: ReadonlyMap<number, QuantParams>;
}

/** The outputs of an operator that ties them have one scale, so what is given for the first holds for all of them. */
function contradicted(rules: readonly OpRules[], learned: ReadonlyMap<number, QuantParams>): number[] {
  return rules.flatMap(({ op, output }) => {
    const first = learned.get(op.outputs[0] ?? -1);
    if (output.as !== 'same-as-input' || first === undefined) return [];
    return op.outputs.filter((index) => !sameParameters(learned.get(index) ?? first, first));
  });
}

function readGiven(graph: Graph, rules: readonly OpRules[]): Given {
  const fixed = new Map(
    rules.flatMap(({ op, output }) =>
      output.as === 'fixed' ? op.outputs.map((index) => [index, output.quant] as const) : [],
    ),
  );
  const learned = new Map<number, QuantParams>();
  graph.tensors.forEach((tensor, index) => {
    const given = tensor.learned;
    if (given?.dtype !== 'int8' || given.quant.scale.length !== 1 || fixed.has(index)) return;
    learned.set(index, given.quant);
  });
  for (const index of contradicted(rules, learned)) learned.delete(index);
  return { fixed, learned };
}

/** One group of tensors that share their parameters as far as nothing else is given for one of them. */
class Group {
  readonly members: readonly number[];
  /**
   * The members that no tying operator computes: what such operators compute lies within their inputs' range. Where
   * all are computed by such, of inputs outside the group, those for which parameters are given.
   */
  readonly #sources: readonly number[];
  readonly #given: Given;
  readonly #range: (index: number) => Range | undefined;

  constructor(
    members: readonly number[],
    derived: ReadonlySet<number>,
    given: Given,
    range: (index: number) => Range | undefined,
  ) {
    this.members = members;
    const own = members.filter((index) => !derived.has(index));
    this.#sources = own.length > 0 ? own : members.filter((index) => given.learned.has(index));
    this.#given = given;
    this.#range = range;
  }

  /** What is given for a member. */
  given(index: number): QuantParams | undefined {
    return this.#given.fixed.get(index) ?? this.#given.learned.get(index);
  }

  /**
   * The parameters of all members for which none are given: learned ones of a member, if all are alike; fixed ones, if
   * they hold the ranges of the others too; otherwise those that follow from the ranges of the sources.
   *
   * @returns undefined where a range is missing
   */
  parameters(): QuantParams | undefined {
    const given = this.members.flatMap((index) => this.given(index) ?? []);
    const [first] = given;
    const isCommon = first !== undefined && given.every((other) => sameParameters(first, other));
    if (isCommon && (this.#hasLearned() || this.#areCovered(first))) return first;
    const ranges = this.#sources.map((index) => this.#rangeOfSource(index));
    const known = ranges.filter((range) => range !== undefined);
    const isEnough = known.length === ranges.length || (this.#hasLearned() && known.length > 0);
    return isEnough ? activationParameters(hull(known)) : undefined;
  }

  /** The sources whose range is missing. */
  missing(): number[] {
    return this.#sources.filter((index) => this.#rangeOfSource(index) === undefined);
  }

  #hasLearned(): boolean {
    return this.members.some((index) => this.#given.learned.has(index));
  }

  #areCovered(quant: QuantParams): boolean {
    return this.#sources.every((index) => {
      if (this.given(index) !== undefined) return true;
      const range = this.#range(index);
      return range === undefined || covers(quant, range);
    });
  }

  #rangeOfSource(index: number): Range | undefined {
    const learned = this.#given.learned.get(index);
    if (learned !== undefined) return rangeOfParameters(learned);
    const fixed = this.#given.fixed.get(index);
    return this.#range(index) ?? (fixed && rangeOfParameters(fixed));
  }
}

function groupsOf(graph: Graph, rules: readonly OpRules[], ranges: ReadonlyMap<number, Range>): Group[] {
  const given = readGiven(graph, rules);
  const united = shareScales(graph, rules, new Map([...given.learned, ...given.fixed]));
  const derived = new Set(
    // State that shares the scale of an output holds what was in the output.
    rules.flatMap((rule) => [
      ...(rule.output.as === 'same-as-input' ? rule.op.outputs : []),
      ...statesLikeOutput(rule),
    ]),
  );
  const members = new Map<number, number[]>();
  for (const index of activationsOf(graph, rules)) {
    const root = united.find(index);
    members.set(root, [...(members.get(root) ?? []), index]);
  }
  const range = (index: number): Range | undefined => rangeFor(graph, ranges, index);
  return [...members.values()].map((group) => new Group(group, derived, given, range));
}

function missingRange(graph: Graph, index: number): TflqError {
  return new TflqError('data', `the calibration knows no range of ${tensorLabel(graph, index)}`, {
    hint: 'Calibrate this very model.',
  });
}

/** State with a type of its own, and its rules. */
function statesOf(rules: readonly OpRules[]): { readonly index: number; readonly powerOfTwo: boolean }[] {
  return rules.flatMap(({ op, inputs }) =>
    inputs.flatMap((rule, i) =>
      rule.as === 'state' ? [{ index: op.inputs[i]!, powerOfTwo: rule.powerOfTwo }] : [],
    ),
  );
}

/** The tensors whose parameters follow from nothing but their range, and whose range is not given. */
export function tensorsWithoutRange(
  graph: Graph,
  rules: readonly OpRules[],
  ranges: ReadonlyMap<number, Range>,
): number[] {
  const groups = groupsOf(graph, rules, ranges).filter((group) => group.parameters() === undefined);
  const states = statesOf(rules).flatMap(({ index }) => (ranges.has(index) ? [] : [index]));
  return [...groups.flatMap((group) => group.missing()), ...states];
}

/**
 * Chooses the parameters of all activations and of state.
 *
 * @param ranges by tensor index, as calibration found them
 * @throws TflqError where an activation is not float32 or has no range
 */
export function chooseActivations(
  graph: Graph,
  rules: readonly OpRules[],
  ranges: ReadonlyMap<number, Range>,
): Choice {
  const params = new Map<number, QuantParams>();
  for (const group of groupsOf(graph, rules, ranges)) {
    const chosen = group.parameters();
    for (const index of group.members) {
      const own = group.given(index) ?? chosen;
      if (own === undefined) throw missingRange(graph, group.missing()[0] ?? index);
      params.set(index, own);
    }
  }
  const states = new Map<number, QuantParams>();
  for (const { index, powerOfTwo } of statesOf(rules)) {
    const range = rangeFor(graph, ranges, index);
    if (range === undefined) throw missingRange(graph, index);
    states.set(index, stateParameters(range, powerOfTwo));
  }
  return { params, states };
}
