/** Written by scripts/generate-ops-index.mjs: every operator in this folder. */
import add from './add.ts';
import averagePool2d from './average-pool-2d.ts';
import concatenation from './concatenation.ts';
import conv2d from './conv-2d.ts';
import depthwiseConv2d from './depthwise-conv-2d.ts';
import dequantize from './dequantize.ts';
import fullyConnected from './fully-connected.ts';
import logistic from './logistic.ts';
import maxPool2d from './max-pool-2d.ts';
import mean from './mean.ts';
import mul from './mul.ts';
import pad from './pad.ts';
import quantize from './quantize.ts';
import relu from './relu.ts';
import relu6 from './relu6.ts';
import reshape from './reshape.ts';
import softmax from './softmax.ts';
import type { AnyOpDef } from './support/op-def.ts';

export const ALL_OPS: readonly AnyOpDef[] = [
  add,
  averagePool2d,
  concatenation,
  conv2d,
  depthwiseConv2d,
  dequantize,
  fullyConnected,
  logistic,
  maxPool2d,
  mean,
  mul,
  pad,
  quantize,
  relu,
  relu6,
  reshape,
  softmax,
];
