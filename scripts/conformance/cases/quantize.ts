/** QUANTIZE: every pair of types that TFLM takes, values on the boundary between two steps, pairs that it refuses. */
import type { DType, TensorData } from '../../../src/graph/dtype.ts';
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { quant, single, withSamples } from '../network.ts';

const PAIRS: readonly (readonly [DType, DType])[] = [
  ['int8', 'int8'],
  ['int8', 'uint8'],
  ['int8', 'int16'],
  ['uint8', 'int8'],
  ['int16', 'int8'],
  ['int16', 'int16'],
  ['int8', 'int32'],
  ['int16', 'int32'],
];

const ZERO_POINTS: Readonly<Record<string, readonly number[]>> = {
  int8: [-128, 5, 127],
  uint8: [0, 128, 255],
  int16: [0, 0, 0],
  int32: [0, 7, -1000],
};

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, graph: Case['graph']) => list.push(withSamples(random, name, graph));
  const tensor = (dtype: DType, scale: number, zeroPoint: number): Tensor =>
    dtype === 'float32'
      ? { name: 'input', shape: [1, 7, 9], dtype }
      : { name: 'input', shape: [1, 7, 9], dtype, quant: quant(scale, zeroPoint) };

  for (const [from, to] of PAIRS) {
    for (const [k, ratio] of [1, 0.37, 2.5, 1 / 256, 256, 1e-5].entries()) {
      const zeroIn = ZERO_POINTS[from]![k % 3]!;
      const zeroOut = ZERO_POINTS[to]![(k + 1) % 3]!;
      const graph = single('QUANTIZE', [tensor(from, 0.05 * ratio, zeroIn)], {
        dtype: to,
        quant: quant(0.05, zeroOut),
      });
      add(`${from} to ${to}, scales 1:${1 / ratio}, zero points ${zeroIn}, ${zeroOut}`, graph);
    }
  }
  add(
    'uint8 to int8 by 128',
    single('QUANTIZE', [tensor('uint8', 0.1, 128)], { dtype: 'int8', quant: quant(0.1, 0) }),
  );
  add(
    'int8 to uint8 by 128',
    single('QUANTIZE', [tensor('int8', 0.1, 0)], { dtype: 'uint8', quant: quant(0.1, 128) }),
  );

  for (let k = 0; k < 8; k++) {
    const [from, to] = random.pick(PAIRS);
    const zero = (dtype: DType) =>
      dtype === 'int16' || dtype === 'int32' ? 0 : random.integer(dtype === 'uint8' ? 0 : -128, 127);
    const [scale, zeroPoint] = [random.logarithmic(1e-3, 1), zero(to)];
    const graph = single('QUANTIZE', [tensor(from, random.logarithmic(1e-3, 1), zero(from))], {
      dtype: to,
      quant: quant(scale, zeroPoint),
    });
    add(`random ${k}, ${from} to ${to}`, graph);
  }
  add(
    'int16 with zero points',
    single('QUANTIZE', [tensor('int16', 0.1, 300)], { dtype: 'int16', quant: quant(0.2, -7) }),
  );
  for (const to of ['int8', 'int16'] as const) {
    for (const [scale, zeroPoint] of [
      [0.0078125, 0],
      [0.1, -128],
      [1 / 3, 127],
      [5, -7],
    ] as const) {
      const zero = to === 'int16' ? 0 : zeroPoint;
      const graph = single('QUANTIZE', [tensor('float32', 1, 0)], { dtype: to, quant: quant(scale, zero) });
      const random2 = withSamples(random, `float32 to ${to}, scale ${scale}`, graph);
      // Halves between steps, and the floats next to them.
      const halves = Float32Array.from({ length: 63 }, (_value, i) => {
        const step = Math.fround(scale) * (Math.floor(i / 3) - 10.5);
        return step * [1, 1 - 2 ** -23, 1 + 2 ** -22][i % 3]!;
      });
      list.push({ ...random2, samples: [...random2.samples, [halves] as TensorData[]] });
    }
  }
  // int32 of all magnitudes: what would wrap around on its way is held small.
  for (const to of ['int8', 'int16'] as const) {
    for (const [scaleIn, scaleOut, zeroIn, zeroOut] of [
      [1e-6, 0.05, 0, 3],
      [3.7e-8, 1, -200, -128],
      [0.01, 0.02, 5, 7],
    ] as const) {
      const zero = to === 'int16' ? 0 : zeroOut;
      const graph = single('QUANTIZE', [tensor('int32', scaleIn, zeroIn)], {
        dtype: to,
        quant: quant(scaleOut, zero),
      });
      const values = Int32Array.from({ length: 63 }, (_value, i) =>
        Math.trunc((random.next() * 2 - 1) * 2 ** (31 * (i / 63))),
      );
      const name = `int32 to ${to}, scales ${scaleIn}, ${scaleOut}, zero points ${zeroIn}, ${zero}`;
      list.push({ name, graph, samples: [[values]] });
    }
  }
  const refusedPairs = [
    ['float32', 'uint8'],
    ['uint8', 'int16'],
    ['uint8', 'uint8'],
    ['int16', 'uint8'],
    ['int32', 'uint8'],
    ['int32', 'int32'],
  ] as const;
  for (const [from, to] of refusedPairs) {
    const graph = single('QUANTIZE', [tensor(from, 0.1, 0)], { dtype: to, quant: quant(0.2, 0) });
    add(`refused: ${from} to ${to}`, graph);
  }
  const perChannel = { scale: [0.25, 0.5, 1], zeroPoint: [0, 0, 0], axis: 1 };
  const rows: Tensor = { name: 'input', shape: [1, 3], dtype: 'float32' };
  add('refused: a scale per channel', single('QUANTIZE', [rows], { dtype: 'int8', quant: perChannel }));
  return list;
};

export default cases;
