/** Calibration, quantization and evaluation of networks. */

export { type CalibrateOptions, type Calibration, calibrate } from './calibrate.ts';
export { type EvaluateOptions, type Evaluation, evaluateFloat, evaluateInteger } from './evaluate.ts';
export { hasLearned, missingRanges } from './missing-ranges.ts';
export { minMax } from './observers/min-max.ts';
export type { Observer, ObserverFactory } from './observers/observer.ts';
export type { IoType } from './passes/convert-edges.ts';
export { type QuantizeOptions, quantizeGraph } from './quantize-graph.ts';
export type { Range } from './range.ts';
