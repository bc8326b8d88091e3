/** What the tests of src/simplify share. */
import { loadFloatNetwork } from '../../src/float/index.ts';
import { GraphBuilder } from '../../src/formats/support/graph-builder.ts';
import { elementCount, type Graph, tensorAt } from '../../src/graph/graph.ts';
import { widenConstants } from '../../src/graph/widen-constants.ts';
import { randomNumbers } from '../support/random.ts';

/** A builder that makes constants of random numbers. */
export class RandomBuilder extends GraphBuilder {
  readonly random: () => number;

  constructor(seed = 1) {
    super('main');
    this.random = randomNumbers(seed);
  }

  /** A float32 constant of numbers in [least, most). */
  numbers(shape: readonly number[], least = -1, most = 1): number {
    const data = Float32Array.from(
      { length: elementCount(shape) },
      () => least + (most - least) * this.random(),
    );
    return this.constant(`constant ${shape.join('x')}`, shape, data);
  }

  /** A float32 constant of given numbers. */
  given(values: readonly number[], shape: readonly number[] = [values.length]): number {
    return this.constant('given', shape, Float32Array.from(values));
  }

  /** A convolution with bias. */
  conv(x: number, depth: number, outputs: number, attrs: Record<string, unknown> = {}): number {
    return this.op('CONV_2D', [x, this.numbers([outputs, 3, 3, depth]), this.numbers([outputs])], {
      ...{ padding: 'SAME', strideH: 1, strideW: 1 },
      ...attrs,
    });
  }
}

/** What a network computes of random inputs, and its inputs' numbers are the same for every network of the same inputs. */
export async function outputsOf(graph: Graph, seed = 7): Promise<Float32Array[]> {
  const random = randomNumbers(seed);
  const float = widenConstants(graph);
  const network = await loadFloatNetwork(float);
  const inputs = float.inputs.map((index) =>
    Float32Array.from({ length: elementCount(tensorAt(float, index).shape) }, () => 4 * random() - 2),
  );
  const outputs = network.run(inputs);
  network.dispose();
  return outputs;
}

/** The largest difference of two networks' outputs, relative to the largest magnitude of each output. */
export async function difference(a: Graph, b: Graph): Promise<number> {
  const [one, other] = [await outputsOf(a), await outputsOf(b)];
  const differences = one.map((values, o) => {
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
    return values.reduce((most, value, i) => Math.max(most, Math.abs(value - other[o]![i]!) / scale), 0);
  });
  return Math.max(...differences);
}

/** The types of a network's operations. */
export function types(graph: Graph): string[] {
  return graph.ops.map(({ type }) => type);
}
