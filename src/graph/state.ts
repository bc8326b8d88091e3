/**
 * State: what a network remembers from one invocation to the next. It lies in variable tensors, which operators read
 * and write; a reset brings back what it began with.
 */
import { bytesOf, dataFromBytes, dtypeBytes, type TensorData } from './dtype.ts';
import { elementCount, type Graph, type Tensor } from './graph.ts';

/** Indices of the tensors that outlive an invocation, in their order. */
export function stateTensors(graph: Graph): number[] {
  return graph.tensors.flatMap((tensor, index) => (tensor.isVariable ? [index] : []));
}

/** True for a network that remembers something. */
export function hasState(graph: Graph): boolean {
  return graph.tensors.some((tensor) => tensor.isVariable);
}

/**
 * What a variable tensor holds after a reset: the value that it is given, or else zero. As TFLM does it, that is the
 * zero point for int8, and zero bytes for all other types. A fresh copy.
 */
export function initialState({ dtype, shape, quant, initial }: Tensor): TensorData {
  if (initial !== undefined) return dataFromBytes(dtype, bytesOf(initial));
  const bytes = new Uint8Array(elementCount(shape) * dtypeBytes(dtype));
  return dataFromBytes(dtype, dtype === 'int8' ? bytes.fill(quant?.zeroPoint[0] ?? 0) : bytes);
}
