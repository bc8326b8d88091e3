/** Functions of one int8, computed beforehand: the kernel lookup_s8. */
import { roundAwayFromZero } from '../../graph/round.ts';
import { unaryCall } from './elementwise.ts';
import { type KernelCall, tableField } from './kernel-call.ts';
import type { OpNode } from './op-node.ts';

/** Bytes in one word of the table. */
const WORD = 4;

/**
 * The function's value in the output's steps for each of the input's 256, from −128 on; in float32, as TFLM fills its
 * tables.
 */
function values<A>(node: OpNode<A>, compute: (x: number) => number): number[] {
  const [input, output] = [node.input(0), node.output()];
  const [inputScale, inputZero] = [Math.fround(node.scale(input)), node.zeroPoint(input)];
  const stepsPerUnit = Math.fround(1 / Math.fround(node.scale(output)));
  return Array.from({ length: 256 }, (_value, i) => {
    const real = Math.fround(compute(Math.fround(inputScale * (i - 128 - inputZero))));
    const steps = roundAwayFromZero(Math.fround(real * stepsPerUnit));
    return Math.max(-128, Math.min(127, Math.trunc(Math.fround(steps + node.zeroPoint(output)))));
  });
}

/**
 * The call that looks up a function of int8.
 *
 * @param compute the function, of float32 and to what becomes float32
 */
export function lookupCall<A>(node: OpNode<A>, compute: (x: number) => number): KernelCall {
  const bytes = Int8Array.from(values(node, compute));
  const words = Array.from({ length: bytes.length / WORD }, (_word, i) =>
    new DataView(bytes.buffer).getInt32(i * WORD, true),
  );
  return unaryCall(node, 'lookup_s8', [tableField('table', words)]);
}
