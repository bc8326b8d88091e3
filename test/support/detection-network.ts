/** A network that ends in TFLite_Detection_PostProcess, as object detectors do. */

import { writeFlexMap } from '../../src/formats/tflite/flexbuffers.ts';
import type { Graph, Op, Tensor } from '../../src/graph/graph.ts';

/** The operator's type. */
export const DETECTION = 'CUSTOM:TFLite_Detection_PostProcess';

/** Its options that are whole numbers; TFLM's flexbuffers take others that are missing for 0. */
export const OPTIONS: Readonly<Record<string, number>> = {
  max_detections: 3,
  max_classes_per_detection: 1,
  num_classes: 2,
  use_regular_nms: 0,
};

/** What varies. */
export interface Detection {
  readonly options?: Readonly<Record<string, number>>;
  /** The operator's tensors by their places: three inputs, four outputs. */
  readonly tensors?: Readonly<Record<number, Partial<Tensor>>>;
  readonly op?: Partial<Op>;
}

/** int8 boxes [1, 6, 4] and scores [1, 6, 3] → DEQUANTIZE → the operator, with anchors → four float32 outputs. */
export function detectionNetwork({ options = OPTIONS, tensors = {}, op = {} }: Detection = {}): Graph {
  const entries = Object.entries(options).map(([key, value]) => ({ key, type: 'int32' as const, value }));
  const float = (name: string, ...shape: number[]): Tensor => ({ name, shape, dtype: 'float32' });
  const integer = (name: string, scale: number, ...shape: number[]): Tensor => {
    return { name, shape, dtype: 'int8', quant: { scale: [scale], zeroPoint: [0], axis: 0 } };
  };
  const own = [
    float('boxes', 1, 6, 4),
    float('scores', 1, 6, 3),
    { ...float('anchors', 6, 4), data: new Float32Array(24).fill(1) },
    ...[float('places', 1, 3, 4), float('classes', 1, 3), float('best', 1, 3), float('count', 1)],
  ].map((tensor, i) => ({ ...tensor, ...tensors[i] }));
  const convert = (from: number, to: number): Op => {
    return { type: 'DEQUANTIZE', inputs: [from], outputs: [to], attrs: {} };
  };
  const attrs = { customOptions: writeFlexMap(entries) };
  return {
    name: 'detector',
    tensors: [...own, integer('boxes_int8', 0.05, 1, 6, 4), integer('scores_int8', 0.0078125, 1, 6, 3)],
    ops: [
      convert(7, 0),
      convert(8, 1),
      { type: DETECTION, inputs: [0, 1, 2], outputs: [3, 4, 5, 6], attrs, ...op },
    ],
    inputs: [7, 8],
    outputs: [3, 4, 5, 6],
  };
}
