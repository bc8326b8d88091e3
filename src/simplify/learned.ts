/**
 * Quantization that is given for a network: the real numbers are taken apart from it. QUANTIZE and DEQUANTIZE vanish,
 * operations on integers become operations on the real numbers that they stand for, and the tensors carry their
 * quantization as `learned`.
 */
import type { Graph, Tensor } from '../graph/graph.ts';
import { dequantizeValues, quantizeValues } from '../graph/quantize-values.ts';
import { floatTensor, realConstant } from '../graph/real-constant.ts';
import { sameQuant } from '../graph/same-quant.ts';
import { describeScheme } from '../graph/scheme.ts';
import { Editor } from './editor.ts';
import { widenConstants } from './passes/widen-constants.ts';

/** The real-valued tensor that a quantized one stands for; other tensors as they are. */
function realTensor(tensor: Tensor): Tensor {
  const { name, shape, dtype, quant, data, isVariable, initial } = tensor;
  if (quant === undefined) return tensor;
  if (data !== undefined) return floatTensor(name, shape, realConstant(tensor)!);
  const isGiven = dtype !== 'int32';
  const real: Tensor = {
    ...{ name, shape, dtype: 'float32' },
    ...(isVariable && { isVariable }),
    ...(initial && { initial: dequantizeValues(initial, tensor) }),
  };
  return isGiven ? { ...real, learned: { dtype, quant } } : real;
}

/** A constant that is quantized by an operation, in the parameters given for the operation's output. */
function quantizedConstant({ data }: Tensor, output: Tensor): Tensor {
  const { name, shape, learned } = output;
  const quantized = { ...output, ...learned! };
  const integers = quantizeValues(data as Float32Array, quantized);
  return floatTensor(name, shape, realConstant({ ...quantized, data: integers })!);
}

/** Leaves one conversion out, where it says nothing that its input does not say. */
function leaveOut(editor: Editor, id: number): void {
  const { inputs, outputs } = editor.op(id);
  const [from, to] = [inputs[0]!, outputs[0]!];
  const [input, output] = [editor.tensor(from), editor.tensor(to)];
  if (input.dtype !== 'float32' || output.dtype !== 'float32') return;
  if (input.data !== undefined && output.learned !== undefined && !editor.isOutput(to)) {
    editor.remove(id);
    editor.setTensor(to, quantizedConstant(input, output));
    return;
  }
  const isSame =
    output.learned === undefined || input.learned === undefined || sameQuant(input.learned, output.learned);
  if (isSame) editor.bypass(id, from);
}

/**
 * Takes the real numbers apart from the quantization. What remains of QUANTIZE stands between tensors of different
 * quantizations, on real numbers.
 *
 * @param graph a network of real numbers, or one that computes with integers in part
 */
export function liftLearned(graph: Graph): Graph {
  const widened = widenConstants(graph);
  if (describeScheme(widened) !== 'mixed') return widened;
  const editor = new Editor({ ...widened, tensors: widened.tensors.map(realTensor) });
  for (const id of editor.ids()) if (editor.algebra(id).converts) leaveOut(editor, id);
  return editor.finish();
}
