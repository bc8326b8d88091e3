/** Networks of operators that move elements: any element type, one output or several. */
import type { DType } from '../../src/graph/dtype.ts';
import { type Attributes, elementCount, type Graph, type Tensor } from '../../src/graph/graph.ts';
import { OpNode, opDef } from '../../src/ops/index.ts';
import { type Case, quant, single } from './network.ts';
import type { Random } from './random.ts';

/** Element types that are quantized, with a zero point that the type may have. */
const ZERO_POINTS: Readonly<Partial<Record<DType, number>>> = { int8: -7, int16: 0 };

/** An activation of any type, all of one scale. */
export function typed(shape: readonly number[], dtype: DType = 'int8'): Tensor {
  const zeroPoint = ZERO_POINTS[dtype];
  return { name: dtype, shape, dtype, ...(zeroPoint !== undefined && { quant: quant(0.1, zeroPoint) }) };
}

/** An int64 constant. */
export function longs(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { name: 'integers', shape, dtype: 'int64', data: BigInt64Array.from(values, BigInt) };
}

/** An activation's shape aside, an output of the type. */
export function output(dtype: DType = 'int8'): Omit<Tensor, 'shape' | 'name'> {
  const { shape: _shape, name: _name, ...rest } = typed([], dtype);
  return rest;
}

/** A network of one operator with `count` outputs, of the shapes that the operator says. */
export function several(
  type: string,
  inputs: readonly Tensor[],
  count: number,
  dtype: DType,
  attrs: Attributes = {},
): Graph {
  const graph = single(type, inputs, { ...output(dtype), shape: [] }, attrs);
  const first = graph.outputs[0]!;
  const outputs = Array.from({ length: count }, (_, o) => first + o);
  const outer = (shapes: readonly (readonly number[])[]): Graph => ({
    ...graph,
    tensors: [
      ...graph.tensors.slice(0, first),
      ...outputs.map((_index, o) => ({ ...output(dtype), name: `output${o}`, shape: shapes[o]! })),
    ],
    ops: [{ ...graph.ops[0]!, outputs }],
    outputs,
  });
  const draft = outer(outputs.map(() => []));
  return outer(opDef(type, 0).shapes(new OpNode(draft, draft.ops[0]!)));
}

/** Samples for a network some of whose inputs hold positions: `positions` draws one for the input of that number. */
export function withPositions(
  random: Random,
  name: string,
  graph: Graph,
  positions: (input: number) => number,
): Case {
  const samples = [false, true].map((extreme) =>
    graph.inputs.map((index, i) => {
      const tensor = graph.tensors[index]!;
      const draw = { length: elementCount(tensor.shape) };
      if (tensor.dtype === 'int32') return Int32Array.from(draw, () => positions(i));
      if (tensor.dtype === 'int64') return BigInt64Array.from(draw, () => BigInt(positions(i)));
      return random.values(tensor, extreme);
    }),
  );
  return { name, graph, samples };
}
