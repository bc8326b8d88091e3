/** Written by scripts/generate-ops-index.mjs: every operator in this folder. */
import add from './add.ts';
import averagePool2d from './average-pool-2d.ts';
import batchMatmul from './batch-matmul.ts';
import concatenation from './concatenation.ts';
import conv2d from './conv-2d.ts';
import depthwiseConv2d from './depthwise-conv-2d.ts';
import dequantize from './dequantize.ts';
import expandDims from './expand-dims.ts';
import fullyConnected from './fully-connected.ts';
import hardSwish from './hard-swish.ts';
import leakyRelu from './leaky-relu.ts';
import logistic from './logistic.ts';
import maxPool2d from './max-pool-2d.ts';
import maximum from './maximum.ts';
import mean from './mean.ts';
import minimum from './minimum.ts';
import mul from './mul.ts';
import pad from './pad.ts';
import quantize from './quantize.ts';
import relu from './relu.ts';
import relu6 from './relu6.ts';
import reshape from './reshape.ts';
import softmax from './softmax.ts';
import squaredDifference from './squared-difference.ts';
import squeeze from './squeeze.ts';
import sub from './sub.ts';
import tanh from './tanh.ts';
import transpose from './transpose.ts';
import transposeConv from './transpose-conv.ts';
import type { AnyOpDef } from './support/op-def.ts';

export const ALL_OPS: readonly AnyOpDef[] = [
  add,
  averagePool2d,
  batchMatmul,
  concatenation,
  conv2d,
  depthwiseConv2d,
  dequantize,
  expandDims,
  fullyConnected,
  hardSwish,
  leakyRelu,
  logistic,
  maxPool2d,
  maximum,
  mean,
  minimum,
  mul,
  pad,
  quantize,
  relu,
  relu6,
  reshape,
  softmax,
  squaredDifference,
  squeeze,
  sub,
  tanh,
  transpose,
  transposeConv,
];
