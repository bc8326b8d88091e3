/** In which numbers a network computes, as far as its tensors tell. */
import { customTensors } from './custom-operator.ts';
import type { DType } from './dtype.ts';
import type { Graph, Tensor } from './graph.ts';

/**
 * - `float`: real numbers throughout.
 * - `dynamic-range`: real activations, integer weights.
 * - `int8`, `int16`: integer activations of that type (with int8 weights); inputs and outputs may be other types. So are
 *   networks of plain integers, without scales and without real numbers, such as those that process signals.
 * - `uint8`: the scheme of before 2019, asymmetric uint8 weights and activations.
 * - `mixed`: integer and real activations side by side. The real numbers that custom operators take and make do not count:
 *   what those do with them is none of the network's business.
 */
export type Scheme = 'float' | 'dynamic-range' | 'int8' | 'int16' | 'uint8' | 'mixed';

function isQuantized(tensor: Tensor): boolean {
  return tensor.quant !== undefined && tensor.dtype !== 'int32';
}

/** Plain integers that no network of real numbers has beside them, as it has shapes and indices. */
const PLAIN: ReadonlySet<DType> = new Set(['int8', 'int16', 'uint16', 'uint32', 'uint64']);
const REAL: ReadonlySet<DType> = new Set(['float16', 'float32', 'float64']);

/** Tells which scheme a network is quantized by. */
export function describeScheme(graph: Graph): Scheme {
  const constants = graph.tensors.filter((tensor) => tensor.data !== undefined);
  const edge = new Set([...graph.inputs, ...graph.outputs]);
  const written = graph.ops.flatMap((op) => op.outputs);
  const inner = written.filter((index) => !edge.has(index));
  // A network of one operator has no inner activations; otherwise they, not the converted edges, tell.
  const custom = customTensors(graph);
  const isOwn = (index: number): boolean => graph.tensors[index]!.dtype !== 'float32' || !custom.has(index);
  const own = inner.filter(isOwn);
  const activations = (own.length > 0 ? own : [...edge].filter(isOwn)).map((index) => graph.tensors[index]!);

  if ([...constants, ...activations].some((tensor) => tensor.dtype === 'uint8' && isQuantized(tensor))) {
    return 'uint8';
  }
  const integer = activations.filter(isQuantized);
  const dtypes = new Set(activations.map(({ dtype }) => dtype));
  const isPlain = [...PLAIN].some((dtype) => dtypes.has(dtype));
  if (integer.length === 0 && isPlain && !graph.tensors.some(({ dtype }) => REAL.has(dtype))) {
    return dtypes.has('int16') ? 'int16' : 'int8';
  }
  if (integer.length === 0) return constants.some(isQuantized) ? 'dynamic-range' : 'float';
  if (activations.some((tensor) => tensor.dtype === 'float32')) return 'mixed';
  return integer.some((tensor) => tensor.dtype === 'int16') ? 'int16' : 'int8';
}
