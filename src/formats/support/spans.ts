/** Parts of tensors: what slices of every format come to. */
import type { Attributes } from '../../graph/graph.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Elements along one dimension: `count` of them from `begin` on, `step` apart. */
export interface Span {
  readonly begin: number;
  readonly count: number;
  readonly step: number;
}

/** An operator of a file that is being imported. */
interface Importing {
  readonly name: string;
  readonly builder: GraphBuilder;
  op(type: string, inputs: readonly number[], attrs?: Attributes): number;
  error(message: string): Error;
}

/** The part of a tensor that lies within the spans, one a dimension: by SLICE, or by STRIDED_SLICE where it has steps. */
export function cutTensor(node: Importing, tensor: number, spans: readonly Span[]): number {
  const counts = spans.map(({ count }) => count);
  if (counts.includes(0)) throw node.error(`leaves nothing: [${counts.join(', ')}]`);
  const own = node.builder.tensor(tensor).shape;
  if (spans.every(({ count, step }, d) => count === own[d] && step === 1)) return tensor;
  const numbers = (what: string, values: readonly number[]): number =>
    node.builder.integers(`${node.name}/${what}`, values);
  const begin = numbers(
    'begin',
    spans.map((span) => span.begin),
  );
  if (spans.every(({ step, count }) => step === 1 || count === 1)) {
    return node.op('SLICE', [tensor, begin, numbers('size', counts)]);
  }
  const ends = spans.map((span) => span.begin + span.count * span.step);
  // Below 0 an end would count from the other side; the mask says that all is taken.
  const endMask = ends.reduce((mask, end, d) => (end < 0 ? mask | (1 << d) : mask), 0);
  const end = numbers(
    'end',
    ends.map((place) => Math.max(0, place)),
  );
  const strides = numbers(
    'strides',
    spans.map(({ step }) => step),
  );
  return node.op('STRIDED_SLICE', [tensor, begin, end, strides], { endMask });
}
