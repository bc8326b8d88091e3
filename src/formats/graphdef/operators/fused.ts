/** Operators that TensorFlow and TF.js have fused: a product, a bias, and what comes after it. */
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { type Computed, computed } from '../values.ts';
import { convolution, depthwise } from './convolution.ts';
import { product } from './matrix.ts';
import { byLearned } from './normalization.ts';
import { prelu } from './prelu.ts';

/** A fused operator: how many of the further inputs it takes, and what it makes of a tensor. */
interface Step {
  readonly inputs: number;
  build(node: NodeImport, tensor: number, at: number): number;
}

const simple = (type: string): Step => ({ inputs: 0, build: (node, tensor) => node.op(type, [tensor]) });

const sum: Step = {
  inputs: 1,
  build: (node, tensor, at) => node.op('ADD', [tensor, node.tensor(at)]),
};

const STEPS: ReadonlyMap<string, Step> = new Map([
  ['Add', sum],
  ['BiasAdd', sum],
  ['Elu', simple('ELU')],
  ['FusedBatchNorm', { inputs: 4, build: byLearned }],
  [
    'LeakyRelu',
    {
      inputs: 0,
      build: (node, tensor) => node.op('LEAKY_RELU', [tensor], { alpha: node.float('leakyrelu_alpha', 0.2) }),
    },
  ],
  [
    'Prelu',
    { inputs: 1, build: (node, tensor, at) => prelu(node, tensor, node.constant(at, 'slopes')).tensor },
  ],
  ['Relu', simple('RELU')],
  ['Relu6', simple('RELU6')],
  ['Sigmoid', simple('LOGISTIC')],
  ['Tanh', simple('TANH')],
]);

/** An operator of two inputs with what `fused_ops` says after it. */
const fused =
  (first: (node: NodeImport) => Computed): Convert =>
  (node) => {
    let { tensor } = first(node.with(node.inputs.slice(0, 2)));
    let at = 2;
    for (const name of node.texts('fused_ops')) {
      const step = STEPS.get(name);
      if (step === undefined) throw node.error(`has ${JSON.stringify(name)} fused, which cannot be imported`);
      tensor = step.build(node, tensor, at);
      at += step.inputs;
    }
    return computed(tensor);
  };

const matrix = fused((node) => product(node, node.flag('transpose_a'), node.flag('transpose_b')));

export const fusions: Operators = {
  _FusedConv2D: fused(convolution),
  _FusedDepthwiseConv2dNative: fused(depthwise),
  _FusedMatMul: matrix,
  FusedDepthwiseConv2dNative: fused(depthwise),
};
