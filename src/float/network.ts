/** A network that computes with real numbers, on tfjs-core. What an operator computes is in its file in src/ops. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { TflqError } from '../common/errors.ts';
import { type Graph, type Tensor, tensorAt } from '../graph/graph.ts';
import { describeScheme } from '../graph/scheme.ts';
import { initialState, stateTensors } from '../graph/state.ts';
import { OpNode, opDef, type TF } from '../ops/index.ts';
import { arrangeConstants, arrangedInputs, type Step } from './arranged.ts';
import { loadBackend } from './backend.ts';

/** A network loaded into tfjs. Its constants take memory outside of JavaScript's heap until it is disposed of. */
export interface FloatNetwork {
  /**
   * Computes the network once. State stays from one run to the next.
   *
   * @param inputs one array per network input, in the network's order, as many elements as the input has
   * @param observe is told the values of each network input and then of each operator's outputs and new state, in the
   *   order in which they are computed; the arrays are its own to keep
   * @returns one array per network output
   * @throws TflqError('model') where an operator cannot be computed
   */
  run(
    inputs: readonly Float32Array[],
    observe?: (tensor: number, values: Float32Array) => void,
  ): Float32Array[];
  /** Brings state back to what it began with. */
  reset(): void;
  /** Frees the constants and the state. The network cannot be run afterwards. */
  dispose(): void;
}

/** tfjs knows one integer type that is wide enough for shapes, axes and indices. */
function tfjsType(tensor: Tensor): 'float32' | 'int32' {
  return tensor.dtype === 'float32' ? 'float32' : 'int32';
}

function upload(tf: TF, tensor: Tensor, data: ArrayLike<number | bigint>): tfjs.Tensor {
  const type = tfjsType(tensor);
  const direct = data instanceof Float32Array || data instanceof Int32Array;
  const values = direct ? data : Array.from(data, Number);
  return tf.tensor(values, [...tensor.shape], type);
}

function download(tensor: tfjs.Tensor): Float32Array {
  const values = tensor.dataSync();
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** What tfjs refuses becomes an error that names the operation. */
function naming<T>(node: OpNode<unknown>, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof TflqError) throw cause;
    throw node.error(`cannot be computed in real numbers: ${(cause as Error).message}`);
  }
}

function compute(tf: TF, step: Step, values: readonly (tfjs.Tensor | undefined)[]): tfjs.Tensor[] {
  const { def, node } = step;
  return naming(node, () => def.float(tf, node, arrangedInputs(tf, step, values)));
}

function requireFloat(graph: Graph): void {
  const scheme = describeScheme(graph);
  if (scheme === 'float') return;
  throw new TflqError('model', `the model is quantized (${scheme}), so it cannot be run in real numbers`, {
    hint: 'Give the float model that it was made from.',
  });
}

function steps(tf: TF, graph: Graph, constants: readonly (tfjs.Tensor | undefined)[]): Step[] {
  return graph.ops.map((op, k) => {
    const def = opDef(op.type, k);
    const node = new OpNode<unknown>(graph, op, k);
    return { def, node, arranged: naming(node, () => arrangeConstants(tf, def, node, constants)) };
  });
}

/** What an operation computes, in the order in which its file gives it: its outputs, then the new state. */
function writtenBy({ def, node }: Step): number[] {
  // A handle to a variable is an output of memory that is there.
  const computed = node.op.outputs.filter((index) => !tensorAt(node.graph, index).isHandle);
  return [...computed, ...(def.state ?? []).map((i) => node.inputIndex(i))];
}

/** The values of a network's variable tensors, which outlive a run. */
class State {
  readonly #tf: TF;
  readonly #graph: Graph;
  readonly #values = new Map<number, tfjs.Tensor>();

  constructor(tf: TF, graph: Graph) {
    this.#tf = tf;
    this.#graph = graph;
  }

  has(index: number): boolean {
    return this.#values.has(index);
  }

  get(index: number): tfjs.Tensor | undefined {
    return this.#values.get(index);
  }

  /** Keeps a tensor beyond the run that computed it, in the place of the one before. */
  set(index: number, value: tfjs.Tensor): void {
    const before = this.#values.get(index);
    this.#values.set(index, this.#tf.keep(this.#tf.clone(value)));
    before?.dispose();
  }

  reset(): void {
    for (const index of stateTensors(this.#graph)) {
      const tensor = tensorAt(this.#graph, index);
      this.#tf.tidy(() => this.set(index, upload(this.#tf, tensor, initialState(tensor))));
    }
  }

  dispose(): void {
    for (const value of this.#values.values()) value.dispose();
    this.#values.clear();
  }
}

/**
 * Loads a network for execution in real numbers.
 *
 * @param graph a float network whose constants are float32: what widenConstants gives
 * @throws TflqError('model') where the network is quantized or an operator is unknown
 */
export async function loadFloatNetwork(graph: Graph): Promise<FloatNetwork> {
  requireFloat(graph);
  const tf = await loadBackend();
  const used = new Set(graph.ops.flatMap((op) => op.inputs));
  const constants = graph.tensors.map((tensor, index) =>
    tensor.data === undefined || !used.has(index) ? undefined : upload(tf, tensor, tensor.data),
  );

  const program = steps(tf, graph, constants);
  const state = new State(tf, graph);
  state.reset();

  return {
    run(inputs, observe) {
      const outputs: Float32Array[] = [];
      // Frees whatever the operators made, also where one of them throws.
      tf.tidy(() => {
        const values = constants.map((constant, index) => constant ?? state.get(index));
        graph.inputs.forEach((index, i) => {
          values[index] = upload(tf, tensorAt(graph, index), inputs[i]!);
          observe?.(index, inputs[i]!);
        });
        for (const step of program) {
          const results = compute(tf, step, values);
          writtenBy(step).forEach((index, o) => {
            values[index] = results[o];
            observe?.(index, download(results[o]!));
            if (state.has(index)) state.set(index, results[o]!);
          });
        }
        outputs.push(...graph.outputs.map((index) => download(values[index]!)));
      });
      return outputs;
    },
    reset() {
      state.reset();
    },
    dispose() {
      state.dispose();
      for (const { arranged } of program) for (const constant of arranged.values()) constant.dispose();
      for (const constant of constants) constant?.dispose();
    },
  };
}
