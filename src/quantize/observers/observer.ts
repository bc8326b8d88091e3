/** What watches one tensor during calibration and says which range of values it should be quantized for. */
import type { Range } from '../range.ts';

/** Watches one tensor. */
export interface Observer {
  /** Is shown the tensor's values for one sample; all are finite. */
  observe(values: Float32Array): void;
  /** The range, after at least one sample. */
  range(): Range;
}

/** Makes an observer for one tensor. */
export type ObserverFactory = () => Observer;
