/** RELU: all input values, scales finer, equal and coarser than the output's, every zero point, int16. */
import type { Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

/** Scale and zero point of the input, and of the output. */
const INT8 = [
  [0.1, 0, 0.1, 0],
  [0.1, 0, 0.05, -128],
  [0.1, -128, 0.1, -128],
  [0.1, 127, 0.1, 127],
  [0.03, -5, 0.1, 100],
  [1, 30, 0.004, -128],
  [1e-6, 0, 1e-5, 3],
  [1e5, -77, 3e4, -50],
  [0.1, 0, 0.30000001192092896, -128],
  [0.7, 64, 0.1, 64],
  [1e-12, 0, 1, -4],
  [1, 0, 1e-9, -4],
  [1e30, 7, 1e30, 7],
  [0.1, -128, 0.1, 127],
  [0.1, 127, 0.1, -128],
] as const;

const INT16 = [
  [1e-3, 1e-3],
  [1e-3, 4e-4],
  [2e-3, 0.01],
  [1e-9, 1],
  [100, 30],
] as const;

const cases: Cases = (random) => [
  ...INT8.map(([scaleIn, zeroIn, scaleOut, zeroOut]) => {
    const output = { dtype: 'int8' as const, quant: quant(scaleOut, zeroOut) };
    const graph = single('RELU', [activation([1, 13, 19], scaleIn, zeroIn)], output);
    return withSamples(random, `scales ${scaleIn}, ${scaleOut}, zero points ${zeroIn}, ${zeroOut}`, graph);
  }),
  ...INT16.map(([scaleIn, scaleOut]) => {
    const output = { dtype: 'int16' as const, quant: quant(scaleOut, 0) };
    const graph = single('RELU', [activation16([1, 5, 9], scaleIn)], output);
    return withSamples(random, `int16, scales ${scaleIn}, ${scaleOut}`, graph);
  }),
  ...[
    [1, 0],
    [0, 1],
  ].map(([zeroIn, zeroOut]) => {
    const output = { dtype: 'int16' as const, quant: quant(0.1, zeroOut!) };
    const graph = single('RELU', [activation16([9], 0.1, zeroIn)], output);
    return withSamples(random, `refused: int16, zero points ${zeroIn}, ${zeroOut}`, graph);
  }),
];

export default cases;
