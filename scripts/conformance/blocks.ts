/** Cases of DEPTH_TO_SPACE and SPACE_TO_DEPTH: blocks of one to four, both types. */
import type { DType } from '../../src/graph/dtype.ts';
import { output, typed } from './moved.ts';
import { type Case, single, withSamples } from './network.ts';
import type { Random } from './random.ts';

/** An input's shape and the size of its blocks. */
export type Blocks = readonly [shape: readonly number[], blockSize: number];

/** What both operators are to be asked. */
export interface BlockQuestions {
  readonly taken: readonly Blocks[];
  /** By what is wrong with them; of int8 unless another type is given. */
  readonly refused: Readonly<Record<string, readonly [...Blocks, dtype?: DType]>>;
  /** The shape of the outputs of what is refused. */
  readonly refusedOutput: readonly number[];
}

/** The cases of one of them. */
export function blockCases(
  random: Random,
  type: string,
  { taken, refused, refusedOutput }: BlockQuestions,
): Case[] {
  return [
    ...(['int8', 'float32'] as const).flatMap((dtype) =>
      taken.map(([shape, blockSize]) => {
        const graph = single(type, [typed(shape, dtype)], output(dtype), { blockSize });
        return withSamples(random, `${dtype} [${shape}] in blocks of ${blockSize}`, graph);
      }),
    ),
    ...Object.entries(refused).map(([name, [shape, blockSize, dtype = 'int8']]) => {
      const result = { ...output(dtype), shape: refusedOutput };
      return withSamples(
        random,
        `refused: ${name}`,
        single(type, [typed(shape, dtype)], result, { blockSize }),
      );
    }),
  ];
}
