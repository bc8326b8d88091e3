/** Absent inputs at the end of an operation's list. */
import type { Graph, Op } from '../../graph/graph.ts';
import { findOp } from '../../ops/index.ts';

const ABSENT = -1;

function withoutAbsent(op: Op): Op {
  const mayLeaveOut = findOp(op.type)?.tflite.leavesOutAbsent === true;
  if (!mayLeaveOut || op.inputs.at(-1) !== ABSENT) return op;
  return { ...op, inputs: op.inputs.slice(0, op.inputs.findLastIndex((index) => index !== ABSENT) + 1) };
}

/**
 * The same network with absent inputs left out where the operator's list may end before them. TFLM aborts, for one, on a
 * DEPTHWISE_CONV_2D that names a bias and has none. A network without such inputs is given back itself.
 */
export function leaveOutAbsentInputs(graph: Graph): Graph {
  const ops = graph.ops.map(withoutAbsent);
  return ops.every((op, index) => op === graph.ops[index]) ? graph : { ...graph, ops };
}
