/** Networks that compute with real numbers but store some constants smaller. */
import type { Graph, Op, Tensor } from './graph.ts';
import { floatTensor, realConstant } from './real-constant.ts';
import { describeScheme } from './scheme.ts';

/** A constant as float32; undefined for what is so already and for whatever stands for no real values, such as shapes. */
function widenedConstant(tensor: Tensor): Tensor | undefined {
  const constant = tensor.dtype === 'float32' ? undefined : realConstant(tensor);
  return constant && floatTensor(tensor.name, tensor.shape, constant);
}

/** True for an operation that does nothing but widen a constant: its one input is one, its output is float32. */
function onlyWidens(graph: Graph, op: Op, widened: readonly (Tensor | undefined)[]): boolean {
  if (op.inputs.length !== 1 || op.outputs.length !== 1) return false;
  const constant = widened[op.inputs[0]!];
  const output = graph.tensors[op.outputs[0]!]!;
  return (
    constant !== undefined && output.dtype === 'float32' && String(constant.shape) === String(output.shape)
  );
}

/**
 * Makes a network of real activations one of real numbers throughout: constants stored as int8 ("dynamic range
 * quantization") or float16 become float32 (their integers are `learned`), and the DEQUANTIZE operations that widened them are left out. Tensor
 * indices stay as they are. A network that computes with integers comes back as it is.
 *
 * To be called before a network is run in float, calibrated or quantized: kws_float32.tflite of MLPerf Tiny, for
 * one, stores the weights of its convolutions as int8.
 */
export function widenConstants(graph: Graph): Graph {
  const scheme = describeScheme(graph);
  if (scheme !== 'float' && scheme !== 'dynamic-range') return graph;
  const widened = graph.tensors.map(widenedConstant);
  if (widened.every((tensor) => tensor === undefined)) return graph;

  const tensors = graph.tensors.map((tensor, index) => widened[index] ?? tensor);
  const ops = graph.ops.filter((op) => {
    if (!onlyWidens(graph, op, widened)) return true;
    const [from, to] = [op.inputs[0]!, op.outputs[0]!];
    const { name, shape } = graph.tensors[to]!;
    tensors[to] = { ...widened[from]!, name, shape };
    return false;
  });
  return { ...graph, tensors, ops };
}
