/** What emitted files say of a network's inputs and outputs. */
import { type DType, dtypeBytes, dtypeC } from '../graph/dtype.ts';
import { elementCount, type Graph, type Tensor, tensorAt } from '../graph/graph.ts';
import { commentText, floatLiteral } from './c-text.ts';
import type { ManifestTensor } from './manifest.ts';

/** One input or output, all of it safe in C. */
export interface TensorFacts {
  /** Its name, for comments. */
  readonly label: string;
  readonly dtype: DType;
  /** The C type of its elements. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number;
  readonly quantized: boolean;
  /** A float constant; 1.0f where it is not quantized. */
  readonly scale: string;
  /** 0 where it is not quantized. */
  readonly zeroPoint: number;
}

/** The C type of one element; bools are bytes, as TFLite has them. */
export function elementType(dtype: DType): string {
  return dtype === 'bool' ? 'uint8_t' : dtypeC(dtype);
}

/** How comments call a tensor, e.g. `int8 [1, 49, 10, 1]`. */
export function typeAndShape({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>): string {
  return `${dtype} [${shape.join(', ')}]`;
}

/** The facts of the tensors with these indices. */
export function tensorFacts(graph: Graph, indices: readonly number[]): TensorFacts[] {
  return indices.map((index) => {
    const { name, dtype, shape, quant } = tensorAt(graph, index);
    const elements = elementCount(shape);
    return {
      label: commentText(name),
      dtype,
      type: elementType(dtype),
      shape,
      elements,
      bytes: elements * dtypeBytes(dtype),
      quantized: quant !== undefined,
      scale: floatLiteral(quant?.scale[0] ?? 1),
      zeroPoint: quant?.zeroPoint[0] ?? 0,
    };
  });
}

/** The same for the manifest. */
export function manifestTensors(graph: Graph, indices: readonly number[]): ManifestTensor[] {
  return indices.map((index) => {
    const { name, shape, dtype, quant } = tensorAt(graph, index);
    return {
      name,
      shape: [...shape],
      dtype,
      scale: quant?.scale[0] ?? 1,
      zeroPoint: quant?.zeroPoint[0] ?? 0,
    };
  });
}
