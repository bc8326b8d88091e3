/** DEQUANTIZE: int8, uint8 and int16, every zero point, scales from tiny to huge. */
import type { Tensor } from '../../../src/graph/graph.ts';
import type { Case, Cases } from '../network.ts';
import { quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  for (const [dtype, zeroPoints] of [
    ['int8', [-128, 0, 127]],
    ['uint8', [0, 77, 255]],
    ['int16', [0, -32768, 32767]],
  ] as const) {
    for (const [k, scale] of [1, 0.1, 1 / 256, 1e-30, 3e30, 0.7].entries()) {
      const input = { name: 'input', shape: [1, 9, 11], dtype, quant: quant(scale, zeroPoints[k % 3]!) };
      const graph = single('DEQUANTIZE', [input], { dtype: 'float32' });
      list.push(withSamples(random, `${dtype}, scale ${scale}, zero point ${zeroPoints[k % 3]}`, graph));
    }
  }
  const perChannel = { scale: [0.25, 0.5, 1], zeroPoint: [0, 0, 0], axis: 1 };
  const rows: Tensor = { name: 'input', shape: [1, 3], dtype: 'int8', quant: perChannel };
  list.push(withSamples(random, 'a scale per channel', single('DEQUANTIZE', [rows], { dtype: 'float32' })));
  return list;
};

export default cases;
