/** What `quantize --ranges` tells of each tensor. */
import type { Graph } from '../graph/graph.ts';
import type { Calibration, Range } from '../quantize/index.ts';

/** One tensor's quantization, and the range that it was chosen for. */
export interface TensorRange {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** The real values that were observed; null for constants. */
  readonly observed: Range | null;
  /** The first of several where there is one a channel. */
  readonly scale: number | null;
  readonly zeroPoint: number | null;
  /** How many scales there are. */
  readonly channels: number;
}

/**
 * What calibration observed, by the tensors' names: quantizing keeps them, but not the indices.
 *
 * @param graph the network that was calibrated
 */
export function observedRanges(graph: Graph, { ranges }: Calibration): ReadonlyMap<string, Range> {
  return new Map([...ranges].map(([index, range]) => [graph.tensors[index]!.name, range]));
}

/** The tensors of a network, with the ranges that were observed for them, if any. */
export function describeTensors(
  graph: Graph,
  observed: ReadonlyMap<string, Range> = new Map(),
): TensorRange[] {
  return graph.tensors.map(({ name, shape, dtype, quant, data }) => ({
    name,
    shape,
    dtype,
    observed: (data === undefined ? observed.get(name) : undefined) ?? null,
    scale: quant?.scale[0] ?? null,
    zeroPoint: quant?.zeroPoint[0] ?? null,
    channels: quant?.scale.length ?? 0,
  }));
}
