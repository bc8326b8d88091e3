/**
 * Operators on integers that stand for real numbers (QLinearConv and its kin): the operator on real numbers, between a
 * DequantizeLinear of its inputs and a QuantizeLinear of its output.
 */
import { type Constant, constantOf } from '../../support/constants/constant.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { dequantized, quantized, scalingOf } from '../stand-ins.ts';
import type { Activation, Value } from '../values.ts';
import { activations } from './activations.ts';
import { arithmetic } from './arithmetic.ts';
import { convolutions } from './convolution.ts';
import { cutting } from './cutting.ts';
import { matrices } from './matrix.ts';
import { pools } from './pooling.ts';
import { constantQuant } from './quantization.ts';
import { reductions } from './reductions.ts';
import { softmaxes } from './softmax.ts';

/** The operand whose integers, scale and zero point are three inputs from `at` on; scales along `axis`. */
function operand(node: NodeImport, at: number, axis = 0): Value {
  const value = node.value(at);
  if (value.kind === 'activation') return dequantized(node, value, scalingOf(node, at + 1));
  return { ...value, quant: constantQuant(node, value, at + 1, axis) };
}

/** The output, quantized by the scale and zero point at inputs `at` and `at + 1`. */
function output(node: NodeImport, at: number, convert: Convert, as: NodeImport): Activation {
  return quantized(node, convert(as) as Activation, scalingOf(node, at));
}

/** A bias of integers, whose scale is that of the input times the weights'. */
function bias(node: NodeImport, at: number, input: number, weights: Constant): Constant | undefined {
  if (node.inputs[at] === undefined) return undefined;
  const given = node.constant(at, 'a bias');
  const scales = weights.quant!.scale.map((scale) => Math.fround(scale * input));
  const fits = scales.length === 1 || scales.length === given.data.length;
  if (!fits) throw node.error(`has a bias of ${given.data.length} numbers for ${scales.length} scales`);
  const quant = { scale: scales, zeroPoint: scales.map(() => 0), axis: 0 };
  return constantOf('int32', [given.data.length], Int32Array.from(given.data), quant);
}

const convolution: Convert = (node) => {
  const weights = operand(node, 3, 0);
  if (weights.kind !== 'constant') throw node.error('has weights that the network computes');
  const third = bias(node, 8, scalingOf(node, 1).scale, weights);
  return output(node, 6, convolutions.Conv!, node.as('Conv', [operand(node, 0), weights, third]));
};

const matMul: Convert = (node) =>
  output(node, 6, matrices.MatMul!, node.as('MatMul', [operand(node, 0), operand(node, 3, 1)]));

/** com.microsoft's QGemm: A, B, C, and the output's parameters, without which it gives real numbers. */
const gemm: Convert = (node) => {
  const weights = operand(node, 3, node.attributes.int('transB', 0) === 0 ? 1 : 0);
  if (weights.kind !== 'constant') throw node.error('has weights that the network computes');
  const third = bias(node, 6, scalingOf(node, 1).scale, weights);
  const as = node.as('Gemm', [operand(node, 0), weights, third]);
  return node.inputs[7] === undefined ? matrices.Gemm!(as) : output(node, 7, matrices.Gemm!, as);
};

/** Two operands and an output. */
const two =
  (type: string, convert: Convert): Convert =>
  (node) =>
    output(node, 6, convert, node.as(type, [operand(node, 0), operand(node, 3)]));

/** One operand and an output. */
const one =
  (type: string, convert: Convert): Convert =>
  (node) => {
    if (node.attributes.int('channels_last', 0) !== 0) throw node.error('has channels_last');
    return output(node, 3, convert, node.as(type, [operand(node, 0)]));
  };

/** The output's parameters come first here, then three inputs for each operand. */
const concat: Convert = (node) => {
  const count = (node.inputs.length - 2) / 3;
  const values = Array.from({ length: Math.floor(count) }, (_, k) => operand(node, 2 + 3 * k));
  return output(node, 0, cutting.Concat!, node.as('Concat', values));
};

/** com.microsoft's QLinearSoftmax says itself which opset's Softmax it is. */
const softmax: Convert = (node) => {
  const as = node.as('Softmax', [operand(node, 0)], undefined, node.attributes.int('opset', 13));
  return output(node, 3, softmaxes.Softmax!, as);
};

/** Of the operator set of ONNX itself. */
export const quantizedStandard: Operators = { QLinearConv: convolution, QLinearMatMul: matMul };

/** Of com.microsoft, which onnxruntime.quantization uses. */
export const quantizedMicrosoft: Operators = {
  QGemm: gemm,
  QLinearAdd: two('Add', arithmetic.Add!),
  QLinearMul: two('Mul', arithmetic.Mul!),
  QLinearAveragePool: one('AveragePool', pools.AveragePool!),
  QLinearGlobalAveragePool: one('GlobalAveragePool', pools.GlobalAveragePool!),
  QLinearLeakyRelu: one('LeakyRelu', activations.LeakyRelu!),
  QLinearSigmoid: one('Sigmoid', activations.Sigmoid!),
  QLinearReduceMean: one('ReduceMean', reductions.ReduceMean!),
  QLinearConcat: concat,
  QLinearSoftmax: softmax,
};
