/** An operation seen together with its graph and with its attributes typed: what an operator's file works on. */
import { TflqError } from '../../common/errors.ts';
import { type Graph, type Op, type QuantParams, type Tensor, tensorAt } from '../../graph/graph.ts';

export class OpNode<A> {
  readonly graph: Graph;
  readonly op: Op;
  /** The operation's place in `graph.ops`, for messages; −1 where it stands alone. */
  readonly index: number;

  constructor(graph: Graph, op: Op, index = graph.ops.indexOf(op)) {
    this.graph = graph;
    this.op = op;
    this.index = index;
  }

  /** The attributes, as the operator's file declares them. */
  get attrs(): A {
    return this.op.attrs as A;
  }

  /** How messages call this operation, e.g. `operator 3 (CONV_2D)`. */
  get label(): string {
    return `operator ${this.index} (${this.op.type})`;
  }

  /** The tensor index of input `i`, or −1 where it is absent. */
  inputIndex(i: number): number {
    return this.op.inputs[i] ?? -1;
  }

  /** The tensor index of output `i`. */
  outputIndex(i: number): number {
    const index = this.op.outputs[i];
    if (index === undefined) throw this.error(`has no output ${i}`);
    return index;
  }

  /** Input `i`; a TflqError where the file leaves it out. */
  input(i: number): Tensor {
    const tensor = this.optionalInput(i);
    if (tensor === undefined) throw this.error(`has no input ${i}`);
    return tensor;
  }

  /** Input `i`, or undefined where it is absent. */
  optionalInput(i: number): Tensor | undefined {
    const index = this.inputIndex(i);
    return index < 0 ? undefined : tensorAt(this.graph, index);
  }

  /** Output `i`. */
  output(i = 0): Tensor {
    return tensorAt(this.graph, this.outputIndex(i));
  }

  /** The numbers of constant input `i` (shapes, axes, paddings); a TflqError where it is no constant. */
  constantInput(i: number): number[] {
    const tensor = this.input(i);
    if (tensor.data === undefined) {
      throw this.error(`needs its input ${i} (${JSON.stringify(tensor.name)}) to be a constant`);
    }
    return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
  }

  /** The quantization of a tensor of this operation; a TflqError where it has none. */
  quant(tensor: Tensor): QuantParams {
    if (tensor.quant === undefined) {
      throw this.error(`needs quantization parameters on tensor ${JSON.stringify(tensor.name)}`);
    }
    return tensor.quant;
  }

  /** The one scale of a per-tensor quantized tensor. */
  scale(tensor: Tensor): number {
    return this.quant(tensor).scale[0]!;
  }

  /** The one zero point of a per-tensor quantized tensor. */
  zeroPoint(tensor: Tensor): number {
    return this.quant(tensor).zeroPoint[0]!;
  }

  /** An error about this operation: `operator 3 (CONV_2D) <message>`. */
  error(message: string, hint?: string): TflqError {
    return new TflqError('model', `${this.label} ${message}`, hint === undefined ? {} : { hint });
  }
}
