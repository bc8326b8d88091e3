/**
 * Operators that move elements and compute nothing: transposes, slices, splits, joins, pads. Such an operator says as
 * moves what goes where; the kernel calls and the evaluation in real numbers follow from them.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { type DType, dtypeBytes } from '../../graph/dtype.ts';
import { elementCount } from '../../graph/graph.ts';
import { int32Field, type KernelCall, reads, tableField, writes } from './kernel-call.ts';
import { mergeLoops, splitRows } from './loop-nest.ts';
import type { TF } from './op-def.ts';
import type { OpNode } from './op-node.ts';

/** Elements that go from an input to an output: nested loops, outermost first, that read and write one element each. */
export interface Move {
  /** Which input of the operation, and which output. */
  readonly from: number;
  readonly to: number;
  /** Turns of each loop. */
  readonly extents: readonly number[];
  /** How many elements one turn of each loop moves on in the input; negative backwards, 0 where it is repeated. */
  readonly inputStrides: readonly number[];
  readonly outputStrides: readonly number[];
  /** The first element; 0 unless given. */
  readonly inputStart?: number;
  readonly outputStart?: number;
}

/** The kernels by the bytes of what they move at a time; they work on integers of that size. */
const KERNELS: ReadonlyMap<number, string> = new Map([
  [1, 'move_s8'],
  [2, 'move_s16'],
  [4, 'move_s32'],
]);

/** Bytes that are moved at a time. Real numbers and integers of 64 bits go byte by byte: C lets only bytes stand for them. */
function unitOf(dtype: DType): number {
  return dtype === 'float32' || dtypeBytes(dtype) > 4 ? 1 : dtypeBytes(dtype);
}

/** The kernel call for one move. */
function moveCall<A>(node: OpNode<A>, move: Move): KernelCall {
  const { dtype } = node.output(move.to);
  const unit = unitOf(dtype);
  const parts = dtypeBytes(dtype) / unit;
  const inUnits = (strides: readonly number[]): number[] => [...strides.map((stride) => stride * parts), 1];
  const { rows, outer, length, steps } = splitRows({
    extents: [...move.extents, parts],
    strides: [inUnits(move.inputStrides), inUnits(move.outputStrides)],
  });
  return {
    kernel: KERNELS.get(unit)!,
    fields: [
      int32Field('row_length', length),
      int32Field('input_step', steps[0]!),
      int32Field('output_step', steps[1]!),
      int32Field('input_start', (move.inputStart ?? 0) * parts),
      int32Field('output_start', (move.outputStart ?? 0) * parts),
      int32Field('rows', rows),
      int32Field('rank', outer.extents.length),
      tableField('extents', outer.extents),
      tableField('input_strides', outer.strides[0]!),
      tableField('output_strides', outer.strides[1]!),
    ],
    args: [reads(node.inputIndex(move.from)), writes(node.outputIndex(move.to))],
  };
}

/** The kernel calls for an operation's moves. */
export function moveCalls<A>(node: OpNode<A>, moves: readonly Move[]): KernelCall[] {
  return moves.map((move) => moveCall(node, move));
}

/** Carries one move out. */
function carryOut(move: Move, from: ArrayLike<number>, to: Float32Array | Int32Array): void {
  const { extents, strides } = mergeLoops({
    extents: move.extents,
    strides: [move.inputStrides, move.outputStrides],
  });
  const turn = (d: number, i: number, o: number): void => {
    if (d === extents.length) {
      to[o] = from[i]!;
      return;
    }
    const [input, output] = [strides[0]![d]!, strides[1]![d]!];
    for (let k = 0; k < extents[d]!; k++) turn(d + 1, i + k * input, o + k * output);
  };
  turn(0, move.inputStart ?? 0, move.outputStart ?? 0);
}

/**
 * Evaluates an operation's moves.
 *
 * @param x the operation's inputs
 * @param shapes of its outputs
 * @param value what the outputs hold where nothing is moved to
 */
export function moveValues(
  tf: TF,
  x: readonly (tfjs.Tensor | undefined)[],
  shapes: readonly (readonly number[])[],
  moves: readonly Move[],
  value = 0,
): tfjs.Tensor[] {
  const dtype = x[moves[0]!.from]!.dtype === 'float32' ? 'float32' : 'int32';
  const buffers = shapes.map((shape) => {
    const buffer = new (dtype === 'float32' ? Float32Array : Int32Array)(elementCount(shape));
    return value === 0 ? buffer : buffer.fill(value);
  });
  const values = x.map((tensor, i) => (moves.some((move) => move.from === i) ? tensor!.dataSync() : []));
  for (const move of moves) carryOut(move, values[move.from]!, buffers[move.to]!);
  return buffers.map((buffer, o) => tf.tensor(buffer, [...shapes[o]!], dtype));
}
