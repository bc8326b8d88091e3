/** DEQUANTIZE: int8, uint8 and int16, every zero point, scales from tiny to huge. */
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
  return list;
};

export default cases;
