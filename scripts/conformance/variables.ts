/** Networks that keep their input in a resource variable, and give what it held before. */
import type { DType, TensorData } from '../../src/graph/dtype.ts';
import type { Graph, Op, Tensor } from '../../src/graph/graph.ts';

import { ANY_TYPES } from '../../src/ops/support/moved-types.ts';
import { quant } from './network.ts';

/** What a case may ask for. */
export interface VariableOptions {
  /** Of the input, the variable and the output. */
  readonly value: Pick<Tensor, 'shape' | 'dtype' | 'quant'>;
  /** How many variables there are, each with an input and an output; 1 unless given. */
  readonly count?: number;
  /** Initial values, which a CALL_ONCE assigns. */
  readonly initial?: TensorData;
  /** True where the variable is written before it is read. */
  readonly writesFirst?: boolean;
  readonly container?: string;
}

/** Values of so many elements of each type that TFLM moves. */
export function valuesOfAllTypes(count: number): VariableOptions['value'][] {
  const scales: Partial<Record<DType, number>> = { int8: 0.3, uint8: 0.3, int16: 0.001 };
  return ANY_TYPES.map((dtype) => {
    const scale = scales[dtype];
    return { shape: [1, count], dtype, ...(scale !== undefined && { quant: quant(scale, 0) }) };
  });
}

const op = (type: string, inputs: number[], outputs: number[], attrs = {}): Op => ({
  type,
  inputs,
  outputs,
  attrs,
});

function handle(index: number, { value, initial }: VariableOptions): Tensor {
  const state = { isVariable: true, isHandle: true, ...(initial && { initial }) };
  return { name: `handle${index}`, ...value, ...state };
}

const naming = (index: number, { container = '' }: VariableOptions) => ({
  container,
  sharedName: `variable${index}`,
});

/** The graph that assigns the initial values. */
function initializer(options: VariableOptions): Graph {
  const { value, initial, count = 1 } = options;
  const each = Array.from({ length: count }, (_, k) => k);
  return {
    name: 'initializer',
    tensors: each.flatMap((k) => [handle(k, options), { name: `initial${k}`, ...value, data: initial! }]),
    ops: each.flatMap((k) => [
      op('VAR_HANDLE', [], [2 * k], naming(k, options)),
      op('ASSIGN_VARIABLE', [2 * k, 2 * k + 1], []),
    ]),
    inputs: [],
    outputs: [],
  };
}

/** The network. Of each variable, the tensors are input, handle and output. */
export function variableNetwork(options: VariableOptions): Graph {
  const { value, count = 1, writesFirst = false, initial } = options;
  const each = Array.from({ length: count }, (_, k) => 3 * k);
  const reads = each.map((at) => op('READ_VARIABLE', [at + 1], [at + 2]));
  const writes = each.map((at) => op('ASSIGN_VARIABLE', [at + 1, at], []));
  return {
    name: 'conformance',
    tensors: each.flatMap((_at, k) => [
      { name: `input${k}`, ...value },
      handle(k, options),
      { name: `output${k}`, ...value },
    ]),
    ops: [
      ...(initial === undefined ? [] : [op('CALL_ONCE', [], [], { initSubgraph: 1 })]),
      ...each.map((at, k) => op('VAR_HANDLE', [], [at + 1], naming(k, options))),
      ...(writesFirst ? [...writes, ...reads] : [...reads, ...writes]),
    ],
    inputs: each,
    outputs: each.map((at) => at + 2),
    ...(initial && { subgraphs: [initializer(options)] }),
  };
}
