/** The cases of the pools, which differ in nothing but the operator. */
import type { Case, Cases } from './network.ts';
import { activation, activation16, quant, single, withSamples } from './network.ts';

const PLAIN = { padding: 'SAME', strideW: 1, strideH: 1, filterW: 2, filterH: 3, activation: 'NONE' };

const STRIDES = [
  [1, 1],
  [2, 2],
  [1, 3],
  [9, 9],
] as const;

const WINDOWS = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 4],
  [7, 6],
  [12, 1],
  [15, 15],
] as const;

const SHAPES = [
  [1, 1, 1, 1],
  [1, 4, 4, 16],
  [1, 3, 4, 37],
  [2, 5, 4, 3],
] as const;

/** Of the input, and of the output where it is to differ. */
interface PoolQuantization {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly outputScale: number;
  readonly outputZeroPoint: number;
  /** Of int16 instead of int8. */
  readonly wide: boolean;
}

/** The cases of one pool. */
export function pools(type: string): Cases {
  return (random) => {
    const list: Case[] = [];
    const add = (
      name: string,
      shape: readonly number[],
      attrs: Partial<typeof PLAIN>,
      { scale = 0.05, zeroPoint = -7, wide = false, ...other }: Partial<PoolQuantization> = {},
    ): void => {
      const { outputScale = scale, outputZeroPoint = zeroPoint } = other;
      const output = {
        dtype: wide ? ('int16' as const) : ('int8' as const),
        quant: quant(outputScale, outputZeroPoint),
      };
      const input = (wide ? activation16 : activation)(shape, scale, zeroPoint);
      const graph = single(type, [input], output, { ...PLAIN, ...attrs });
      list.push(withSamples(random, name, graph));
    };
    const small = [1, 7, 6, 3];

    for (const padding of ['SAME', 'VALID']) {
      for (const [filterH, filterW] of WINDOWS) {
        if (padding === 'VALID' && (filterH > 7 || filterW > 6)) continue;
        for (const [strideH, strideW] of STRIDES) {
          const name = `${padding}, window ${filterH}×${filterW}, stride ${strideH}×${strideW}`;
          add(name, small, { padding, filterH, filterW, strideH, strideW });
        }
      }
    }
    for (const shape of SHAPES) add(`[${shape}]`, shape, { strideW: 2 });
    for (const fused of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
      for (const zeroPoint of [-128, -20, 127]) {
        add(`${fused}, zero point ${zeroPoint}`, small, { activation: fused }, { zeroPoint });
      }
      add(`${fused}, coarse scale`, small, { activation: fused }, { scale: 3, zeroPoint: 10 });
    }
    add('scales that hardly differ', small, {}, { scale: 0.05, outputScale: 0.0500009 });
    add('refused: another scale', small, {}, { scale: 0.05, outputScale: 0.050002 });
    add('refused: another zero point', small, {}, { outputZeroPoint: -6 });

    const wide = { wide: true, scale: 0.0005, zeroPoint: 0 };
    for (const padding of ['SAME', 'VALID']) {
      for (const [filterH, filterW] of WINDOWS.slice(1, 4)) {
        const name = `int16, ${padding}, window ${filterH}×${filterW}`;
        add(name, small, { padding, filterH, filterW, strideW: 2 }, wide);
      }
    }
    for (const shape of [SHAPES[0], SHAPES[3]]) add(`int16, [${shape}]`, shape, { strideW: 2 }, wide);
    for (const fused of ['RELU', 'RELU6', 'RELU_N1_TO_1']) {
      add(`int16, ${fused}`, small, { activation: fused }, wide);
    }
    return list;
  };
}
