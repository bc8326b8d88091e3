/** The stages as a library: `import { quantizeGraph } from 'tflq-micro'`. */
export { findBoard, loadBoards } from './boards/index.ts';
export type { Board } from './boards/schema.ts';
export { type BuildOptions, type BuildResult, buildProject } from './build/index.ts';
export { type ErrorKind, EXIT, TflqError } from './common/errors.ts';
export type { Progress } from './common/progress.ts';
export {
  type DataArray,
  type DataRequest,
  encodeSample,
  loadArrays,
  loadLabels,
  matchSamples,
  type OpenedSamples,
  openSamples,
  type Part,
  type Preprocessing,
  partOf,
  readingAhead,
  type SampleSet,
  type Samples,
  someOf,
} from './data/index.ts';
export {
  checkFit,
  type Fit,
  type Manifest,
  type ProjectRequest,
  type RenderedProject,
  type Runtime,
  readManifest,
  renderProject,
  requireFit,
  toModelName,
  type WriteResult,
  writeProject,
} from './emit/index.ts';
export { type FlashOptions, type FlashResult, flashProject } from './flash/index.ts';
export { type FloatNetwork, loadFloatNetwork } from './float/index.ts';
export { companionsOf, type ReadOptions, readModel } from './formats/index.ts';
export { writeTflite } from './formats/tflite/index.ts';
export type { DType, TensorData } from './graph/dtype.ts';
export type { Graph, Op, QuantParams, Tensor } from './graph/graph.ts';
export { describeScheme, type Scheme } from './graph/scheme.ts';
export { widenConstants } from './graph/widen-constants.ts';
export { type IntegerNetwork, loadIntegerNetwork } from './integer/index.ts';
export { connectDevice, openDevice } from './link/index.ts';
export { listPorts, type PortInfo } from './link/ports.ts';
export {
  estimateTflmArena,
  type MemoryBuffer,
  type MemoryPlan,
  type Placement,
  type Planner,
  planMemory,
  weightBytes,
} from './memory/index.ts';
export {
  type CalibrateOptions,
  type Calibration,
  calibrate,
  type EvaluateOptions,
  type Evaluation,
  evaluateFloat,
  evaluateInteger,
  type IoType,
  minMax,
  type Observer,
  type ObserverFactory,
  type QuantizeOptions,
  quantizeGraph,
  type Range,
} from './quantize/index.ts';
export { junit } from './report/index.ts';
export {
  type Thresholds,
  type ValidateOptions,
  type ValidationReport,
  validateProject,
} from './validate/index.ts';
