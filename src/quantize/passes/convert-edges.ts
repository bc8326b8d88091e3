/** Fourth pass: inputs and outputs of other types than int8, by QUANTIZE and DEQUANTIZE at the edges. */
import { TflqError } from '../../common/errors.ts';
import { integerRange } from '../../graph/dtype.ts';
import type { Graph, Op, QuantParams, Tensor } from '../../graph/graph.ts';
import { tensorLabel } from '../../graph/tensor-label.ts';
import { OpNode, opDef } from '../../ops/index.ts';

/** Element types that a quantized network can have at its edges. */
export type IoType = 'int8' | 'float32' | 'int16' | 'uint8';

/** uint8 holds int8's values, this much higher. */
const UINT8_SHIFT = 128;

/** The parameters by which a type holds an int8 tensor's real values; undefined for real numbers. */
function edgeQuant(io: IoType, { scale, zeroPoint }: QuantParams): QuantParams | undefined {
  if (io === 'float32') return undefined;
  if (io === 'uint8') return { scale, zeroPoint: [zeroPoint[0]! + UINT8_SHIFT], axis: 0 };
  // TFLite's int16 is symmetric: its scale must reach the farther end of int8's range.
  const [least, most] = integerRange('int8').map((end) => Math.abs(end - zeroPoint[0]!) * scale[0]!);
  return {
    scale: [Math.fround(Math.max(least!, most!) / integerRange('int16')[1])],
    zeroPoint: [0],
    axis: 0,
  };
}

/** Makes sure that TFLM's kernel takes the conversion. */
function checkConversion(graph: Graph, op: Op, io: IoType, edge: number): void {
  try {
    opDef(op.type, -1).kernels(new OpNode(graph, op));
  } catch (cause) {
    if (!(cause instanceof TflqError)) throw cause;
    throw new TflqError('usage', `${tensorLabel(graph, edge)} cannot be ${io}: ${cause.message}`, {
      hint: 'Use int8, or float32, which TFLite Micro converts at the edges of every network.',
      cause,
    });
  }
}

/** Puts converted tensors before or after the network's own. */
class EdgeConverter {
  readonly #io: IoType;
  readonly #tensors: Tensor[];
  readonly #edges = new Map<number, number>();

  constructor(graph: Graph, io: IoType) {
    this.#io = io;
    this.#tensors = [...graph.tensors];
  }

  /** The tensors, with the edges that were added. */
  get tensors(): readonly Tensor[] {
    return this.#tensors;
  }

  /** Pairs of an int8 tensor and its edge. */
  get pairs(): [inner: number, edge: number][] {
    return [...this.#edges];
  }

  /**
   * The edge of a network's input or output. It takes the name, which the user knows; the tensor behind it gets a
   * name of its own. What is not int8, such as the integers of an ARG_MAX, has no edge but itself.
   */
  edgeOf(index: number): number {
    const { name, shape, dtype, quant } = this.#tensors[index]!;
    if (dtype !== 'int8' || quant === undefined) return index;
    const known = this.#edges.get(index);
    if (known !== undefined) return known;
    const converted = edgeQuant(this.#io, quant);
    const edge =
      this.#tensors.push({
        name,
        shape,
        dtype: this.#io,
        ...(converted !== undefined && { quant: converted }),
      }) - 1;
    this.#tensors[index] = { ...this.#tensors[index]!, name: `${name}_int8` };
    this.#edges.set(index, edge);
    return edge;
  }
}

/**
 * Gives an int8 network's inputs and outputs another type.
 *
 * @throws TflqError('usage') where TFLM has no kernel for the conversion
 */
export function convertEdges(graph: Graph, io: IoType): Graph {
  if (io === 'int8') return graph;
  const converter = new EdgeConverter(graph, io);
  const inputs = graph.inputs.map((index) => converter.edgeOf(index));
  const entering = converter.pairs;
  const outputs = graph.outputs.map((index) => converter.edgeOf(index));
  const leaving = converter.pairs.slice(entering.length);

  const before = entering.map(
    ([inner, edge]): Op => ({ type: 'QUANTIZE', inputs: [edge], outputs: [inner], attrs: {} }),
  );
  const after = leaving.map(([inner, edge]): Op => {
    const type = io === 'float32' ? 'DEQUANTIZE' : 'QUANTIZE';
    return { type, inputs: [inner], outputs: [edge], attrs: {} };
  });
  const converted: Graph = {
    ...graph,
    tensors: converter.tensors,
    ops: [...before, ...graph.ops, ...after],
    inputs,
    outputs,
  };
  for (const op of before) checkConversion(converted, op, io, op.inputs[0]!);
  for (const op of after) checkConversion(converted, op, io, op.outputs[0]!);
  return converted;
}
