/** Written by scripts/generate-ops-index.mjs: every operator in this folder. */
import add from './add.ts';
import concatenation from './concatenation.ts';
import dequantize from './dequantize.ts';
import logistic from './logistic.ts';
import mean from './mean.ts';
import mul from './mul.ts';
import pad from './pad.ts';
import quantize from './quantize.ts';
import relu from './relu.ts';
import relu6 from './relu6.ts';
import softmax from './softmax.ts';
import type { AnyOpDef } from './support/op-def.ts';

export const ALL_OPS: readonly AnyOpDef[] = [
  add,
  concatenation,
  dequantize,
  logistic,
  mean,
  mul,
  pad,
  quantize,
  relu,
  relu6,
  softmax,
];
