/** One node of a GraphDef while it is imported: what it is given, and what its operator's file builds with. */
import type { TflqError } from '../../common/errors.ts';
import type { Attributes, QuantParams } from '../../graph/graph.ts';
import { findOp } from '../../ops/index.ts';
import { addConstant } from '../support/constants/add-constant.ts';
import type { Budget } from '../support/constants/budget.ts';
import { type Constant, isRealConstant, realValues, scalarOf } from '../support/constants/constant.ts';
import type { GraphBuilder } from '../support/graph-builder.ts';
import type { AttrDef, NodeDef, OpenShape } from './graph-def.ts';
import { type Computed, computed, type Value } from './values.ts';

/** What an operator's file makes of a node: a value for each of its outputs. */
export type Convert = (node: NodeImport) => Value | readonly Value[];

/** Operators by their names in TensorFlow. */
export type Operators = Readonly<Record<string, Convert>>;

/** What a node is made of. */
export interface NodeParts {
  readonly builder: GraphBuilder;
  readonly budget: Budget;
  readonly def: NodeDef;
  /** Without those that are only to be run before. */
  readonly inputs: readonly Value[];
}

export class NodeImport {
  readonly #parts: NodeParts;

  constructor(parts: NodeParts) {
    this.#parts = parts;
  }

  get builder(): GraphBuilder {
    return this.#parts.builder;
  }

  get type(): string {
    return this.#parts.def.op;
  }

  get name(): string {
    return this.#parts.def.name;
  }

  get inputs(): readonly Value[] {
    return this.#parts.inputs;
  }

  /** The same node with other inputs, e.g. those of one of several operators that are fused in it. */
  with(inputs: readonly Value[]): NodeImport {
    return new NodeImport({ ...this.#parts, inputs });
  }

  /** An error about this node. */
  error(message: string, hint?: string): TflqError {
    return this.builder.error(message, hint);
  }

  /** Makes sure that as many elements may be computed here. */
  reserve(elements: number): void {
    if (this.#parts.budget.take(elements)) return;
    throw this.error(`needs constants of ${elements} elements, which is too much for an import`);
  }

  /** Input `i`. */
  value(i: number): Value {
    const value = this.inputs[i];
    if (value === undefined) throw this.error(`has no input ${i}`);
    return value;
  }

  /** Input `i`, which must be a constant. */
  constant(i: number, what: string): Constant {
    const value = this.value(i);
    if (value.kind === 'constant') return value;
    throw this.error(
      `has ${what} that ${value.kind === 'variable' ? 'lies in a variable' : 'the network computes'}; only constant ones can be imported`,
      'Export the model frozen, with fixed shapes.',
    );
  }

  /** The integers of constant input `i`. */
  integers(i: number, what: string): number[] {
    const constant = this.constant(i, what);
    if (isRealConstant(constant)) throw this.error(`has ${what} of real numbers`);
    return Array.from(constant.data);
  }

  /** The one number of constant input `i`. */
  scalar(i: number, what: string): number {
    const constant = this.constant(i, what);
    const value = scalarOf(constant);
    if (value === undefined) {
      throw this.error(`has ${what} of ${constant.data.length} numbers instead of one`);
    }
    return value;
  }

  /** Input `i`, a constant of as many real numbers. */
  vector(i: number, length: number, what: string): Float32Array {
    const constant = realValues(this.constant(i, what));
    if (constant.data.length === length) return constant.data as Float32Array;
    throw this.error(`has ${what} of ${constant.data.length} numbers instead of ${length}`);
  }

  /** Input `i` as a tensor of the builder; a constant is made one. */
  tensor(i: number): number {
    return this.lift(this.value(i));
  }

  /** A value as a tensor of the builder. */
  lift(value: Value): number {
    switch (value.kind) {
      case 'computed':
        return value.tensor;
      case 'constant':
        return this.addConstant(value);
      case 'variable':
        throw this.error(
          `reads the variable ${JSON.stringify(value.name)}, whose values are not in the file`,
          'Export the model frozen, or give the SavedModel folder with its variables.',
        );
      case 'noise':
        throw this.error(
          'computes with random numbers',
          'Export the model for inference: random numbers belong to training.',
        );
      default:
        throw this.error('computes with what is no tensor of numbers');
    }
  }

  /** Adds a constant to the graph; its tensor. */
  addConstant(constant: Constant, what = 'constant'): number {
    this.reserve(constant.data.length);
    return addConstant(this.builder, constant, `${this.name}/${what}`);
  }

  /** Adds real numbers to the graph; their tensor. */
  reals(values: ArrayLike<number>, shape: readonly number[] = [values.length], what = 'constant'): number {
    return this.builder.constant(`${this.name}/${what}`, shape, Float32Array.from(values));
  }

  /** Adds integers to the graph; their tensor. */
  numbers(what: string, values: readonly number[], shape?: readonly number[]): number {
    return this.builder.integers(`${this.name}/${what}`, values, shape);
  }

  /** The shape of a value. */
  shapeOf(value: Value): readonly number[] {
    if (value.kind === 'constant') return value.shape;
    return this.builder.tensor(this.lift(value)).shape;
  }

  /** The shape of input `i`. */
  shape(i: number): readonly number[] {
    return this.shapeOf(this.value(i));
  }

  /** Adds a TFLite operation of one output; its tensor. */
  op(
    type: string,
    inputs: readonly number[],
    attrs: Attributes = {},
    output: { dtype?: 'int8' | 'int32' | 'bool' | 'float32'; quant?: QuantParams } = {},
  ): number {
    this.#check(type);
    return this.builder.op(type, inputs, attrs, { name: this.name, ...output });
  }

  /** As `op`, and the tensor as this node's value. */
  result(...call: Parameters<NodeImport['op']>): Computed {
    return this.known(this.op(...call));
  }

  /** A tensor as this node's value, which knows that it is this node's. */
  known(tensor: number): Computed {
    return { ...computed(tensor), origin: { op: this.type, inputs: this.inputs } };
  }

  /** Adds a TFLite operation of several outputs; their values. */
  results(type: string, inputs: readonly number[], attrs: Attributes, count: number): Computed[] {
    this.#check(type);
    return this.builder.ops(type, inputs, attrs, { name: this.name, count }).map(computed);
  }

  /** The same elements in another shape. */
  reshape(tensor: number, shape: readonly number[]): number {
    const own = this.builder.tensor(tensor).shape;
    if (own.length === shape.length && own.every((dim, d) => dim === shape[d])) return tensor;
    return this.op('RESHAPE', [tensor, this.numbers('shape', shape)], { newShape: [...shape] });
  }

  /** The dimensions in another order. */
  transpose(tensor: number, order: readonly number[]): number {
    if (order.every((dim, d) => dim === d)) return tensor;
    return this.op('TRANSPOSE', [tensor, this.numbers('order', order)]);
  }

  /** x × factor. */
  times(tensor: number, factor: number): number {
    return factor === 1 ? tensor : this.op('MUL', [tensor, this.reals([factor])]);
  }

  /** x + summand. */
  plus(tensor: number, summand: number): number {
    return summand === 0 ? tensor : this.op('ADD', [tensor, this.reals([summand])]);
  }

  /** A dimension of `rank`, counted from 0. */
  axis(axis: number, rank: number): number {
    const resolved = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(resolved) && resolved >= 0 && resolved < rank) return resolved;
    throw this.error(`goes along dimension ${axis} of ${rank}`);
  }

  #attr(name: string): AttrDef | undefined {
    return this.#parts.def.attrs.get(name);
  }

  /** The attribute of an integer. */
  int(name: string, fallback: number): number {
    return this.#attr(name)?.int ?? fallback;
  }

  /** The attribute of a real number. */
  float(name: string, fallback: number): number {
    return this.#attr(name)?.float ?? fallback;
  }

  /** The attribute of a truth value. */
  flag(name: string, fallback = false): boolean {
    return this.#attr(name)?.flag ?? fallback;
  }

  /** The attribute of a text. */
  text(name: string, fallback: string): string {
    return this.#attr(name)?.text ?? fallback;
  }

  /** The attribute of an element type, as its number. */
  dataType(name: string): number {
    return this.#attr(name)?.type ?? 0;
  }

  /** The attribute of a shape. */
  openShape(name: string): OpenShape {
    return this.#attr(name)?.shape?.dims;
  }

  /** The attribute of a list of integers; [] where there is none. */
  ints(name: string): readonly number[] {
    return this.#attr(name)?.list?.ints ?? [];
  }

  /** The attribute of a list of texts; [] where there is none. */
  texts(name: string): readonly string[] {
    return this.#attr(name)?.list?.texts ?? [];
  }

  #check(type: string): void {
    if (findOp(type) !== undefined) return;
    throw this.error(
      `needs the TensorFlow Lite operator ${type}, which has no integer kernel on microcontrollers`,
      'Replace it in the network by operators that have one.',
    );
  }
}
