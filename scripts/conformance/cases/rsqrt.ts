/** RSQRT: every positive value, scales from tiny to large, int16. Of negative numbers TFLM ends the run. */
import type { TensorData } from '../../../src/graph/dtype.ts';
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { activation, activation16, quant, single } from '../network.ts';
import type { Random } from '../random.ts';

/** Values from the zero point on: all of them where there is room. */
function positive(random: Random, { shape, dtype, quant: params }: Tensor): TensorData {
  const zero = params!.zeroPoint[0]!;
  const count = shape.reduce((product, dim) => product * dim, 1);
  const max = dtype === 'int8' ? 127 : 32767;
  const draw = (i: number) => (count > max - zero ? Math.min(max, zero + i) : random.integer(zero, max));
  const values = Array.from({ length: count }, (_value, i) => draw(i));
  return dtype === 'int8' ? Int8Array.from(values) : Int16Array.from(values);
}

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, input: Tensor, scale: number, zeroPoint: number): void => {
    const output = { dtype: input.dtype, quant: quant(scale, zeroPoint) };
    const graph = single('RSQRT', [input], output);
    list.push({ name, graph, samples: [[positive(random, input)]] });
  };
  for (const [k, scale] of [1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.3, 1, 2, 17, 1e4].entries()) {
    for (const steps of [3, 100, 4000]) {
      const zeroIn = [-128, 0, -5, 100][k % 4]!;
      const zeroOut = [-128, 3, 127][k % 3]!;
      // The output's scale such that the root of the input's step is so many steps.
      const scaleOut = 1 / Math.sqrt(scale) / steps;
      const name = `scale ${scale}, ${steps} steps, zero points ${zeroIn}, ${zeroOut}`;
      add(name, activation([2, 128], scale, zeroIn), scaleOut, zeroOut);
    }
  }
  for (let k = 0; k < 8; k++) {
    const input = activation([40], random.logarithmic(1e-4, 1), random.integer(-128, 126));
    add(`random ${k}`, input, random.logarithmic(1e-3, 1), random.integer(-128, 127));
    const wide = activation16([40], random.logarithmic(1e-6, 1));
    add(`random ${k}, int16`, wide, random.logarithmic(1e-4, 1), 0);
  }
  for (const shape of [[], [1], [2, 1, 2, 1, 3, 1]])
    add(`[${shape}]`, activation(shape, 0.1, -128), 0.05, -128);
  add('refused: int16, input zero point 1', activation16([9], 0.1, 1), 0.05, 0);
  add('refused: int16, output zero point 1', activation16([9], 0.1), 0.05, 1);
  return list;
};

export default cases;
