/** Written by scripts/generate-ops-index.mjs: every operator in this folder. */
import abs from './abs.ts';
import add from './add.ts';
import addN from './add-n.ts';
import argMax from './arg-max.ts';
import argMin from './arg-min.ts';
import assignVariable from './assign-variable.ts';
import averagePool2d from './average-pool-2d.ts';
import batchMatmul from './batch-matmul.ts';
import batchToSpaceNd from './batch-to-space-nd.ts';
import broadcastArgs from './broadcast-args.ts';
import broadcastTo from './broadcast-to.ts';
import callOnce from './call-once.ts';
import cast from './cast.ts';
import circularBuffer from './circular-buffer.ts';
import concatenation from './concatenation.ts';
import conv2d from './conv-2d.ts';
import cumsum from './cumsum.ts';
import depthToSpace from './depth-to-space.ts';
import depthwiseConv2d from './depthwise-conv-2d.ts';
import dequantize from './dequantize.ts';
import div from './div.ts';
import dynamicUpdateSlice from './dynamic-update-slice.ts';
import elu from './elu.ts';
import embeddingLookup from './embedding-lookup.ts';
import equal from './equal.ts';
import expandDims from './expand-dims.ts';
import fill from './fill.ts';
import fullyConnected from './fully-connected.ts';
import gather from './gather.ts';
import gatherNd from './gather-nd.ts';
import greater from './greater.ts';
import greaterEqual from './greater-equal.ts';
import hardSwish from './hard-swish.ts';
import l2Normalization from './l2-normalization.ts';
import leakyRelu from './leaky-relu.ts';
import less from './less.ts';
import lessEqual from './less-equal.ts';
import logSoftmax from './log-softmax.ts';
import logicalAnd from './logical-and.ts';
import logicalNot from './logical-not.ts';
import logicalOr from './logical-or.ts';
import logistic from './logistic.ts';
import maxPool2d from './max-pool-2d.ts';
import maximum from './maximum.ts';
import mean from './mean.ts';
import minimum from './minimum.ts';
import mirrorPad from './mirror-pad.ts';
import mul from './mul.ts';
import notEqual from './not-equal.ts';
import pack from './pack.ts';
import pad from './pad.ts';
import padv2 from './padv2.ts';
import prelu from './prelu.ts';
import quantize from './quantize.ts';
import readVariable from './read-variable.ts';
import reduceAll from './reduce-all.ts';
import reduceMax from './reduce-max.ts';
import reduceMin from './reduce-min.ts';
import relu from './relu.ts';
import relu6 from './relu6.ts';
import reshape from './reshape.ts';
import resizeBilinear from './resize-bilinear.ts';
import resizeNearestNeighbor from './resize-nearest-neighbor.ts';
import reverseV2 from './reverse-v2.ts';
import rsqrt from './rsqrt.ts';
import selectV2 from './select-v2.ts';
import shape from './shape.ts';
import signalDelay from './signal-delay.ts';
import signalEnergy from './signal-energy.ts';
import signalFftAutoScale from './signal-fft-auto-scale.ts';
import signalFilterBank from './signal-filter-bank.ts';
import signalFilterBankLog from './signal-filter-bank-log.ts';
import signalFilterBankSpectralSubtraction from './signal-filter-bank-spectral-subtraction.ts';
import signalFilterBankSquareRoot from './signal-filter-bank-square-root.ts';
import signalFramer from './signal-framer.ts';
import signalIrfft from './signal-irfft.ts';
import signalOverlapAdd from './signal-overlap-add.ts';
import signalPcan from './signal-pcan.ts';
import signalRfft from './signal-rfft.ts';
import signalStacker from './signal-stacker.ts';
import signalWindow from './signal-window.ts';
import slice from './slice.ts';
import softmax from './softmax.ts';
import spaceToBatchNd from './space-to-batch-nd.ts';
import spaceToDepth from './space-to-depth.ts';
import split from './split.ts';
import splitV from './split-v.ts';
import squaredDifference from './squared-difference.ts';
import squeeze from './squeeze.ts';
import stridedSlice from './strided-slice.ts';
import sub from './sub.ts';
import sum from './sum.ts';
import svdf from './svdf.ts';
import tanh from './tanh.ts';
import transpose from './transpose.ts';
import transposeConv from './transpose-conv.ts';
import unidirectionalSequenceLstm from './unidirectional-sequence-lstm.ts';
import unpack from './unpack.ts';
import varHandle from './var-handle.ts';
import zerosLike from './zeros-like.ts';
import type { AnyOpDef } from './support/op-def.ts';

export const ALL_OPS: readonly AnyOpDef[] = [
  abs,
  add,
  addN,
  argMax,
  argMin,
  assignVariable,
  averagePool2d,
  batchMatmul,
  batchToSpaceNd,
  broadcastArgs,
  broadcastTo,
  callOnce,
  cast,
  circularBuffer,
  concatenation,
  conv2d,
  cumsum,
  depthToSpace,
  depthwiseConv2d,
  dequantize,
  div,
  dynamicUpdateSlice,
  elu,
  embeddingLookup,
  equal,
  expandDims,
  fill,
  fullyConnected,
  gather,
  gatherNd,
  greater,
  greaterEqual,
  hardSwish,
  l2Normalization,
  leakyRelu,
  less,
  lessEqual,
  logSoftmax,
  logicalAnd,
  logicalNot,
  logicalOr,
  logistic,
  maxPool2d,
  maximum,
  mean,
  minimum,
  mirrorPad,
  mul,
  notEqual,
  pack,
  pad,
  padv2,
  prelu,
  quantize,
  readVariable,
  reduceAll,
  reduceMax,
  reduceMin,
  relu,
  relu6,
  reshape,
  resizeBilinear,
  resizeNearestNeighbor,
  reverseV2,
  rsqrt,
  selectV2,
  shape,
  signalDelay,
  signalEnergy,
  signalFftAutoScale,
  signalFilterBank,
  signalFilterBankLog,
  signalFilterBankSpectralSubtraction,
  signalFilterBankSquareRoot,
  signalFramer,
  signalIrfft,
  signalOverlapAdd,
  signalPcan,
  signalRfft,
  signalStacker,
  signalWindow,
  slice,
  softmax,
  spaceToBatchNd,
  spaceToDepth,
  split,
  splitV,
  squaredDifference,
  squeeze,
  stridedSlice,
  sub,
  sum,
  svdf,
  tanh,
  transpose,
  transposeConv,
  unidirectionalSequenceLstm,
  unpack,
  varHandle,
  zerosLike,
];
