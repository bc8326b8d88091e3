import { describe, expect, it } from 'vitest';
import type { Samples } from '../../src/data/index.ts';
import { calibrate, minMax } from '../../src/quantize/index.ts';
import { rejected } from '../support/errors.ts';
import { FloatNetworkBuilder } from '../support/float-network.ts';

function samples(...values: number[][]): Samples {
  return { count: values.length, sample: (k) => [Float32Array.from(values[k]!)] };
}

function network() {
  const b = new FloatNetworkBuilder();
  const product = b.op('MUL', [b.input([1, 2]), b.constant([1], [1e38])], [1, 2], { activation: 'NONE' });
  return b.build([b.op('RELU', [product], [1, 2])]);
}

describe('calibrate', () => {
  it('finds the smallest and largest value of inputs and outputs over all samples', async () => {
    const { ranges, samples: used } = await calibrate(network(), samples([1, -0.5], [0.25, 2], [-1, 0]));
    expect(used).toBe(3);
    const huge = (value: number) => Math.fround(value * Math.fround(1e38));
    expect([...ranges]).toEqual([
      [0, { min: -1, max: 2 }],
      [2, { min: huge(-1), max: huge(2) }],
      [3, { min: 0, max: huge(2) }],
    ]);
  });

  it('uses no more samples than it is told', async () => {
    const { ranges, samples: used } = await calibrate(network(), samples([1, 2], [-3, 3]), { limit: 1 });
    expect([used, ranges.get(0)]).toEqual([1, { min: 1, max: 2 }]);
  });

  it('takes other observers', async () => {
    let made = 0;
    const observer = () => {
      made++;
      return { observe() {}, range: () => ({ min: -7, max: 7 }) };
    };
    const { ranges } = await calibrate(network(), samples([1, 2]), { observer });
    expect([made, ranges.get(3)]).toEqual([3, { min: -7, max: 7 }]);
    expect(() => minMax().range()).toThrow();
  });

  it('tells of its progress', async () => {
    const told: unknown[] = [];
    const progress = {
      start: (...args: unknown[]) => told.push(args),
      update: (done: number) => told.push(done),
      finish: () => told.push('end'),
    };
    await calibrate(network(), samples([1, 2], [3, 3]), { progress });
    expect(told).toEqual([['calibrating', 2], 1, 2, 'end']);
  });

  it('says why int8 needs samples where there are none', async () => {
    const none = { count: 0, sample: () => [] };
    const error = await rejected('data', calibrate(network(), none, { where: 'x.npy' }));
    expect([error.message, error.where]).toEqual(['there are no samples to calibrate with', 'x.npy']);
    expect(error.hint).toContain('int8 needs representative samples');
    await rejected('data', calibrate(network(), samples([1, 1]), { limit: 0 }));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('names the sample that holds %f', async (value) => {
    const error = await rejected(
      'data',
      calibrate(network(), samples([1, 2], [0, value]), { where: 'x.npy' }),
    );
    expect(error.message).toBe(`sample 1 holds ${value} for the model's input, tensor 0 ("input0")`);
    expect(error.where).toBe('x.npy');
  });

  it('names the operator whose result is infinite', async () => {
    const error = await rejected('data', calibrate(network(), samples([1, 9])));
    expect(error.message).toBe('sample 0 makes tensor 2 ("mul0"), computed by operator 0 (MUL), Infinity');
    expect(error.hint).toContain('scaled as in training');
  });

  it('refuses what cannot be quantized before it runs anything', async () => {
    const b = new FloatNetworkBuilder();
    const graph = b.build([b.op('COS', [b.input([1, 2])], [1, 2])]);
    const never = {
      count: 1,
      sample: () => {
        throw new Error('read');
      },
    };
    expect((await rejected('model', calibrate(graph, never))).message).toContain('COS');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const endless: Samples = { count: 1e9, sample: () => [Float32Array.of(1, 2)] };
    setTimeout(() => controller.abort(), 20);
    await rejected('interrupted', calibrate(network(), endless, { signal: controller.signal }));
  });
});
