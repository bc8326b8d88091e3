/** Third pass: the graph in integers. Constants are quantized for each use, activations get their parameters. */
import type { DType, TensorData } from '../../graph/dtype.ts';
import {
  type Graph,
  isConstant,
  type Op,
  type QuantParams,
  type Tensor,
  tensorAt,
} from '../../graph/graph.ts';
import type { IntermediateRule } from '../../ops/index.ts';
import type { OpRules } from '../operator-rules.ts';
import { biasScale, sameParameters, symmetricParameters } from '../parameters.ts';
import { quantizeActivation, quantizeBias, quantizeWeights } from '../quantize-constants.ts';
import type { Choice } from './choose-activations.ts';
import { type BiasOfWeights, weightParameters } from './weights.ts';

/** How far a bias's scale, which several programs compute, may be from what we compute for it, relatively. */
const BIAS_SCALE_TOLERANCE = 1e-6;

/** The very integers that a constant came as, where the parameters chosen for it are those that it came with. */
function givenIntegers(
  { learned }: Tensor,
  dtype: DType,
  { scale, zeroPoint, axis }: QuantParams,
): TensorData | undefined {
  if (learned?.data === undefined || learned.dtype !== dtype) return undefined;
  const own = learned.quant;
  const tolerance = dtype === 'int32' ? BIAS_SCALE_TOLERANCE : 0;
  const isSame =
    own.scale.length === scale.length &&
    (scale.length === 1 || own.axis === axis) &&
    scale.every((one, c) => Math.abs(one - own.scale[c]!) <= tolerance * one) &&
    zeroPoint.every((zero, c) => zero === own.zeroPoint[c]);
  // Symmetric weights end at −127 (TFLite's specification).
  const isAllowed = zeroPoint[0] !== 0 || dtype !== 'int8' || !(learned.data as Int8Array).includes(-128);
  return isSame && isAllowed ? learned.data : undefined;
}

/** The tensors of the new graph: those of the old one at their places, then what was added. */
class TensorPool {
  readonly tensors: Tensor[];
  readonly #constants: readonly Tensor[];
  readonly #versions = new Map<number, Map<string, number>>();

  constructor(tensors: readonly Tensor[]) {
    this.tensors = [...tensors];
    this.#constants = tensors;
  }

  /** Adds a tensor and gives its index. */
  add(tensor: Tensor): number {
    return this.tensors.push(tensor) - 1;
  }

  /**
   * The integer version of a constant. The first version takes the constant's place; each further one, where the
   * constant is used in another role or with other parameters, is a tensor of its own.
   */
  version(
    index: number,
    dtype: 'int8' | 'int16' | 'int32',
    quant: QuantParams,
    data: () => Int8Array | Int16Array | Int32Array,
  ): number {
    const versions = this.#versions.get(index) ?? new Map<string, number>();
    this.#versions.set(index, versions);
    const key = JSON.stringify([dtype, quant]);
    const known = versions.get(key);
    if (known !== undefined) return known;
    const { name, shape } = this.#constants[index]!;
    const given = givenIntegers(this.#constants[index]!, dtype, quant);
    const tensor = { name, shape, dtype, quant, data: given ?? data() };
    const place = versions.size === 0 ? index : this.add(tensor);
    this.tensors[place] = tensor;
    versions.set(key, place);
    return place;
  }
}

/** What the rewriting goes by. */
export interface RewriteOptions {
  /** The parameters of the activations. */
  readonly choice: Choice;
  /** False gives weights one scale. */
  readonly perChannel: boolean;
}

/** Rewrites one graph. */
class Rewriter {
  readonly #graph: Graph;
  readonly #options: RewriteOptions;
  readonly #pool: TensorPool;
  readonly #ops: Op[] = [];
  readonly #copies = new Map<string, number>();

  constructor(graph: Graph, options: RewriteOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#pool = new TensorPool(graph.tensors);
  }

  run(rules: readonly OpRules[]): Graph {
    const { params, states } = this.#options.choice;
    for (const [index, quant] of params) this.#quantize(index, 'int8', quant);
    for (const [index, quant] of states) this.#quantize(index, 'int16', quant);
    for (const rule of rules) {
      const inputs = rule.op.inputs.map((index, i) => (index < 0 ? index : this.#operand(rule, i, index)));
      const intermediates = rule.intermediates.map((each) => this.#intermediate(rule, each));
      const op = { ...rule.op, inputs, ...(intermediates.length > 0 && { intermediates }) };
      if (rule.output.as === 'real') this.#computeInReals(op);
      else this.#ops.push(op);
    }
    return { ...this.#graph, tensors: this.#pool.tensors, ops: this.#ops };
  }

  /** Gives an activation or state its type. */
  #quantize(index: number, dtype: 'int8' | 'int16', quant: QuantParams): void {
    const { name, shape, data, isVariable, isHandle, initial } = tensorAt(this.#graph, index);
    if (data !== undefined) return;
    this.#pool.tensors[index] = {
      name,
      shape,
      dtype,
      quant,
      ...(isVariable && { isVariable }),
      ...(isHandle && { isHandle }),
      ...(initial && { initial: quantizeActivation(initial as Float32Array, quant) }),
    };
  }

  /** Adds an operation that computes real numbers, and what makes integers of them. */
  #computeInReals(op: Op): void {
    const reals = op.outputs.map((index) => this.#real(index));
    this.#ops.push({ ...op, outputs: reals });
    for (const [o, real] of reals.entries()) {
      this.#ops.push({ type: 'QUANTIZE', inputs: [real], outputs: [op.outputs[o]!], attrs: {} });
    }
  }

  /** Adds a tensor that is as a tensor of the float network. */
  #real(index: number): number {
    const { name, shape, data } = tensorAt(this.#graph, index);
    return this.#pool.add({ name: `${name}_real`, shape, dtype: 'float32', ...(data && { data }) });
  }

  /** Adds a tensor inside of an operation, and gives its index. */
  #intermediate({ op }: OpRules, { name, as }: IntermediateRule): number {
    if (as === 'plain')
      return this.#pool.add({ name, shape: [0], dtype: 'float32', data: new Float32Array() });
    const { dtype, quant } = this.#pool.tensors[op.outputs[0]!]!;
    return this.#pool.add({ name, shape: [0], dtype, ...(quant && { quant }), data: new Int8Array() });
  }

  /** The index of what an operation reads instead of its real-valued input `i`. */
  #operand(rule: OpRules, i: number, index: number): number {
    switch (rule.inputs[i]!.as) {
      case 'activation':
        return this.#activation(rule, index);
      case 'symmetric':
        return this.#inParameters(index, symmetricParameters(this.#options.choice.params.get(index)!));
      case 'weights':
        return this.#weights(rule, i, index);
      case 'bias':
        return this.#bias(rule, i, index);
      case 'real':
        return this.#dequantized(index);
      case 'state':
      case 'same-as-output':
      case 'plain':
        return index;
    }
  }

  #activation({ output, results }: OpRules, index: number): number {
    const { params } = this.#options.choice;
    return this.#inParameters(index, params.get(output.as === 'same-as-input' ? results[0]! : index)!);
  }

  /** An activation in the parameters that an operation wants it in. */
  #inParameters(index: number, wanted: QuantParams): number {
    const tensor = tensorAt(this.#graph, index);
    if (isConstant(tensor)) {
      return this.#pool.version(index, 'int8', wanted, () =>
        quantizeActivation(tensor.data as Float32Array, wanted),
      );
    }
    const own = this.#options.choice.params.get(index)!;
    return sameParameters(own, wanted) ? index : this.#requantized(index, wanted);
  }

  /** A copy of a tensor in other parameters, made by a QUANTIZE before its first reader. */
  #requantized(index: number, quant: QuantParams): number {
    return this.#copied(`${index} ${quant.scale[0]} ${quant.zeroPoint[0]}`, 'QUANTIZE', index, () => {
      const { name, shape } = tensorAt(this.#graph, index);
      return this.#pool.add({ name: `${name}_requantized`, shape, dtype: 'int8', quant });
    });
  }

  /** A tensor's real numbers: the constant as it was, or a copy made by a DEQUANTIZE before its first reader. */
  #dequantized(index: number): number {
    if (isConstant(tensorAt(this.#graph, index))) return this.#real(index);
    return this.#copied(`${index} real`, 'DEQUANTIZE', index, () => this.#real(index));
  }

  /** The copy of a tensor that an operator makes, one for all readers. */
  #copied(key: string, type: string, index: number, add: () => number): number {
    const known = this.#copies.get(key);
    if (known !== undefined) return known;
    const copy = add();
    this.#ops.push({ type, inputs: [index], outputs: [copy], attrs: {} });
    this.#copies.set(key, copy);
    return copy;
  }

  /** The bias that is added to what input `i` of an operation weights. */
  #biasOf({ op, inputs }: OpRules, i: number): BiasOfWeights | undefined {
    for (const [k, operand] of inputs.entries()) {
      if (operand.as !== 'bias' || operand.weights !== i || op.inputs[k]! < 0) continue;
      const inputScale = this.#scale(op.inputs[operand.input]!);
      return { tensor: tensorAt(this.#graph, op.inputs[k]!), inputScale };
    }
    return undefined;
  }

  #weightParameters(rule: OpRules, i: number): QuantParams {
    const index = rule.op.inputs[i]!;
    const weights = rule.inputs[i]!;
    const { perChannel } = this.#options;
    const axis = weights.as === 'weights' && perChannel ? weights.axis : null;
    const int16 = weights.as === 'weights' ? weights.int16 : undefined;
    return weightParameters(tensorAt(this.#graph, index), { axis, int16 }, this.#biasOf(rule, i));
  }

  /** The one scale of an activation or of state. */
  #scale(index: number): number {
    const { params, states } = this.#options.choice;
    return (params.get(index) ?? states.get(index))!.scale[0]!;
  }

  #weights(rule: OpRules, i: number, index: number): number {
    const quant = this.#weightParameters(rule, i);
    const { data, shape } = tensorAt(this.#graph, index);
    const weights = rule.inputs[i]!;
    const int16 = weights.as === 'weights' ? weights.int16 : undefined;
    return this.#pool.version(index, int16 === undefined ? 'int8' : 'int16', quant, () =>
      quantizeWeights(data as Float32Array, shape, quant, int16),
    );
  }

  #bias(rule: OpRules, i: number, index: number): number {
    const bias = rule.inputs[i]!;
    if (bias.as !== 'bias') throw new Error(`input ${i} is no bias`);
    const weights = this.#weightParameters(rule, bias.weights);
    const inputScale = this.#scale(rule.op.inputs[bias.input]!);
    const quant: QuantParams = {
      scale: weights.scale.map((scale) => biasScale(inputScale, scale)),
      zeroPoint: weights.zeroPoint,
      axis: 0,
    };
    const tensor = tensorAt(this.#graph, index);
    return this.#pool.version(index, 'int32', quant, () => quantizeBias(tensor.data as Float32Array, quant));
  }
}

/**
 * Rewrites a float graph in int8: every activation with its parameters, every constant in the integers that its
 * readers need. Tensors keep their places; further versions of shared constants, and requantized copies, come after.
 */
export function rewriteInIntegers(graph: Graph, rules: readonly OpRules[], options: RewriteOptions): Graph {
  return new Rewriter(graph, options).run(rules);
}
