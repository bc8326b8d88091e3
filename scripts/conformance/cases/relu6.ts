/** RELU6: 6 within, at and beyond the input's range; an output scale that TFLM does not look at; int16. */
import type { Cases } from '../network.ts';
import { activation, activation16, quant, single, withSamples } from '../network.ts';

const cases: Cases = (random) => [
  ...[
    [0.1, 0, 0.1, 0],
    [6 / 255, -128, 6 / 255, -128],
    [0.01, -128, 0.01, -128],
    [0.1, 127, 0.1, 127],
    [4, -3, 4, -3],
    [20, 10, 20, 10],
    [0.0480000004, -128, 0.0480000004, -128],
    [0.1, 0, 0.0235, -128],
    [1e-7, 0, 1e-7, 0],
    [1e-8, 5, 1e-8, 5],
    [1e30, -128, 1e30, -128],
    [12, 0, 12, 0],
    [0.05, -128, 0.05, -127],
  ].map(([scaleIn, zeroIn, scaleOut, zeroOut]) => {
    const output = { dtype: 'int8' as const, quant: quant(scaleOut!, zeroOut!) };
    const graph = single('RELU6', [activation([1, 13, 19], scaleIn!, zeroIn!)], output);
    return withSamples(random, `scales ${scaleIn}, ${scaleOut}, zero points ${zeroIn}, ${zeroOut}`, graph);
  }),
  ...[
    [1e-3, 0],
    [1e-4, 0],
    [0.03, 0],
    [20, 0],
    [1e-3, 300],
  ].map(([scale, zero]) => {
    const output = { dtype: 'int16' as const, quant: quant(scale!, zero!) };
    const graph = single('RELU6', [activation16([1, 5, 9], scale!, zero!)], output);
    return withSamples(random, `int16, scale ${scale}, zero point ${zero}`, graph);
  }),
];

export default cases;
