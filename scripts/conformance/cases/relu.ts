/** RELU: all input values, scales finer, equal and coarser than the output's, every zero point. */
import type { Cases } from '../network.ts';
import { activation, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) =>
  [
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
  ].map(([scaleIn, zeroIn, scaleOut, zeroOut]) => {
    const output = { dtype: 'int8' as const, quant: quant(scaleOut!, zeroOut!) };
    const graph = single('RELU', [activation([1, 13, 19], scaleIn!, zeroIn!)], output);
    return withSamples(random, `scales ${scaleIn}, ${scaleOut}, zero points ${zeroIn}, ${zeroOut}`, graph);
  });

export default cases;
