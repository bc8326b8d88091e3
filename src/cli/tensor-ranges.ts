/** What `quantize --ranges` tells of each tensor. */
import type { Graph } from '../graph/graph.ts';
import type { Calibration } from '../quantize/index.ts';

/** One tensor's quantization, and the range that it was chosen for. */
export interface TensorRange {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** The real values that were observed; null for constants. */
  readonly observed: { readonly min: number; readonly max: number } | null;
  /** The first of several where there is one a channel. */
  readonly scale: number | null;
  readonly zeroPoint: number | null;
  /** How many scales there are. */
  readonly channels: number;
}

/** The tensors of a quantized network. A tensor that `quantizeGraph` added for the edges has no observed range. */
export function describeTensors(graph: Graph, float: Graph, calibration: Calibration): TensorRange[] {
  return graph.tensors.map(({ name, shape, dtype, quant }, index) => ({
    name,
    shape,
    dtype,
    observed: (index < float.tensors.length ? calibration.ranges.get(index) : undefined) ?? null,
    scale: quant?.scale[0] ?? null,
    zeroPoint: quant?.zeroPoint[0] ?? null,
    channels: quant?.scale.length ?? 0,
  }));
}
