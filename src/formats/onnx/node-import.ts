/** One node of an ONNX graph while it is imported: what it is given, and what its operator's file builds with. */
import type { TflqError } from '../../common/errors.ts';
import type { Attributes, QuantParams } from '../../graph/graph.ts';
import { findOp } from '../../ops/index.ts';
import { addConstant } from '../support/constants/add-constant.ts';
import type { Budget } from '../support/constants/budget.ts';
import { type Constant, realValues, scalarOf } from '../support/constants/constant.ts';
import type { GraphBuilder, OutputOptions } from '../support/graph-builder.ts';
import { NodeAttributes } from './attributes.ts';
import type { AttributeProto } from './schema.ts';
import { type Activation, activation, type Value } from './values.ts';

/** What a node is made of. */
export interface NodeParts {
  readonly builder: GraphBuilder;
  readonly budget: Budget;
  /** The name that its first output's tensor gets. */
  readonly name: string;
  readonly type: string;
  /** The version of its operator set. */
  readonly opset: number;
  readonly attributes: readonly AttributeProto[];
  readonly inputs: readonly (Value | undefined)[];
  /** How many outputs it has, those without a name too. */
  readonly outputCount: number;
}

/** What an operator's file makes of a node: a value for each of its outputs. */
export type Convert = (node: NodeImport) => Value | readonly Value[];

/** Operators by their names in ONNX. */
export type Operators = Readonly<Record<string, Convert>>;

export class NodeImport {
  readonly #parts: NodeParts;
  readonly attributes: NodeAttributes;

  constructor(parts: NodeParts) {
    this.#parts = parts;
    this.attributes = new NodeAttributes(parts.attributes, (message) => this.error(message));
  }

  get builder(): GraphBuilder {
    return this.#parts.builder;
  }

  get type(): string {
    return this.#parts.type;
  }

  get opset(): number {
    return this.#parts.opset;
  }

  get outputCount(): number {
    return this.#parts.outputCount;
  }

  get inputs(): readonly (Value | undefined)[] {
    return this.#parts.inputs;
  }

  /** An error about this node. */
  error(message: string, hint?: string): TflqError {
    return this.#parts.builder.error(message, hint);
  }

  /** The same node as another operator, with other inputs, and perhaps other attributes. */
  as(
    type: string,
    inputs: readonly (Value | undefined)[],
    attributes = this.#parts.attributes,
    opset = this.#parts.opset,
  ): NodeImport {
    return new NodeImport({ ...this.#parts, type, inputs, attributes, opset });
  }

  /** Makes sure that as many elements may be computed here. */
  reserve(elements: number): void {
    if (this.#parts.budget.take(elements)) return;
    throw this.error(`needs constants of ${elements} elements, which is too much for an import`);
  }

  /** Input `i`; an error where the file leaves it out. */
  value(i: number): Value {
    const value = this.#parts.inputs[i];
    if (value === undefined) throw this.error(`has no input ${i}`);
    return value;
  }

  /** Input `i` as a tensor that is computed, or a constant made one. */
  activation(i: number): Activation {
    return this.lift(this.value(i));
  }

  /** Input `i`, which must be a constant. */
  constant(i: number, what: string): Constant {
    const value = this.value(i);
    if (value.kind === 'constant') return value;
    throw this.error(
      `has ${what} that the network computes; only constant ones can be imported`,
      'Export the model with fixed shapes and weights, e.g. by onnxsim.',
    );
  }

  /** The numbers of input `i`, a constant; undefined where it is absent or empty. */
  numbers(i: number, what: string): number[] | undefined {
    if (this.#parts.inputs[i] === undefined) return undefined;
    return Array.from(this.constant(i, what).data);
  }

  /** The one number of constant input `i`; undefined where it is absent. */
  scalar(i: number, what: string): number | undefined {
    if (this.#parts.inputs[i] === undefined) return undefined;
    const constant = this.constant(i, what);
    const value = scalarOf(constant);
    if (value === undefined)
      throw this.error(`has ${what} of ${constant.data.length} numbers instead of one`);
    return value;
  }

  /** The numbers that are an attribute in older operator sets and an input in newer ones. */
  integers(attribute: string, input: number): readonly number[] | undefined {
    return this.numbers(input, attribute) ?? this.attributes.ints(attribute);
  }

  /** A dimension of `rank`, counted from 0. */
  axis(axis: number, rank: number): number {
    const resolved = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(resolved) || resolved < 0 || resolved >= rank) {
      throw this.error(`goes along dimension ${axis} of ${rank}`);
    }
    return resolved;
  }

  /** A constant of real numbers with as many elements as it must have. */
  vector(i: number, length: number, what: string): Constant {
    const constant = this.constant(i, what);
    if (constant.data.length === length) return { ...realValues(constant), shape: [length] };
    throw this.error(`has ${what} of ${constant.data.length} numbers instead of ${length}`);
  }

  /** A constant as a tensor of the graph; an activation as it is. */
  lift(value: Value): Activation {
    if (value.kind === 'activation') return value;
    return activation(this.addConstant(value), value.shape);
  }

  /** Adds a constant to the graph; its tensor. */
  addConstant(constant: Constant, what = 'constant'): number {
    this.reserve(constant.data.length);
    return addConstant(this.builder, constant, `${this.#parts.name}/${what}`);
  }

  /** Adds real numbers to the graph; their tensor. */
  reals(values: readonly number[], shape: readonly number[] = [values.length], what = 'constant'): number {
    return this.builder.constant(`${this.#parts.name}/${what}`, shape, Float32Array.from(values));
  }

  /** Adds a TFLite operation of one output; its tensor. */
  op(
    type: string,
    inputs: readonly number[],
    attrs: Attributes = {},
    output: { dtype?: 'int8' | 'int16' | 'int32' | 'bool' | 'float32'; quant?: QuantParams } = {},
  ): number {
    this.#check(type);
    return this.builder.op(type, inputs, attrs, { name: this.#parts.name, ...output });
  }

  /** Adds a TFLite operation of several outputs; their tensors. */
  ops(
    type: string,
    inputs: readonly number[],
    attrs: Attributes,
    output: Pick<OutputOptions, 'dtype' | 'count'>,
  ): number[] {
    this.#check(type);
    return this.builder.ops(type, inputs, attrs, { name: this.#parts.name, ...output });
  }

  /** The name of the tensor of this node's first output. */
  get name(): string {
    return this.#parts.name;
  }

  #check(type: string): void {
    if (findOp(type) !== undefined) return;
    throw this.error(
      `needs the TensorFlow Lite operator ${type}, which has no integer kernel on microcontrollers`,
      'Replace it in the network by operators that have one.',
    );
  }
}
