import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadAhead } from '../../src/data/read-ahead.ts';
import { type Part, partOf, readingAhead, type SampleSet, someOf } from '../../src/data/sample-set.ts';
import { thrown } from '../support/errors.ts';

/** Samples that hold their own number. */
function numbered(folders: readonly number[] | number): SampleSet {
  const count = typeof folders === 'number' ? folders : folders.length;
  return {
    samples: { count, sample: (k) => [Float32Array.of(k)] },
    ...(typeof folders !== 'number' && {
      folders: Int32Array.from(folders),
      labels: Int32Array.from(folders, (folder) => 10 * folder),
    }),
  };
}

const numbers = ({ samples }: SampleSet): number[] =>
  Array.from({ length: samples.count }, (_, k) => (samples.sample(k) as Float32Array[])[0]![0]!);

const part = (name: Part['name'], share = 0.8, seed = 1): Part => ({ name, share, seed });

describe('parts', () => {
  it('have nothing in common and are everything, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 2, maxLength: 60 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.nat(1000),
        (folders, share, seed) => {
          const set = numbered(folders);
          // Where every folder has one file, nothing is left to test with.
          fc.pre(new Set(folders).size < folders.length);
          const train = numbers(partOf(set, part('train', share, seed)));
          const test = numbers(partOf(set, part('test', share, seed)));
          expect([...train, ...test].sort((a, b) => a - b)).toEqual(folders.map((_, k) => k));
          expect(train).toEqual([...train].sort((a, b) => a - b));
          expect(new Set(train.map((k) => folders[k]))).toEqual(new Set(folders));
        },
      ),
    );
  });

  it('are the same for the same seed on every machine', () => {
    expect(numbers(partOf(numbered(10), part('test')))).toEqual([0, 6]);
    expect(numbers(partOf(numbered(10), part('test', 0.8, 2)))).toEqual([2, 7]);
  });

  it('take a share of each folder, and their labels along', () => {
    const folders = [...new Array(10).fill(0), ...new Array(20).fill(1), 2, 2];
    const test = partOf(numbered(folders), part('test'));
    expect([...test.folders!]).toEqual([0, 0, 1, 1, 1, 1, 2]);
    expect([...test.labels!]).toEqual([0, 0, 10, 10, 10, 10, 20]);
    expect(numbers(test).every((k, i) => folders[k] === test.folders![i])).toBe(true);
  });

  it('of one sample are refused', () => {
    expect(thrown('data', () => partOf(numbered(1), part('test'))).message).toMatch(
      /too few samples for a test part/,
    );
  });
});

describe('some samples', () => {
  it('are as many of each folder as there are', () => {
    const folders = [...new Array(50).fill(0), 1, 1, ...new Array(50).fill(2)];
    const some = someOf(numbered(folders), 12, 1);
    expect([0, 1, 2].map((folder) => some.folders!.filter((other) => other === folder).length)).toEqual([
      5, 2, 5,
    ]);
    expect(numbers(some)).not.toEqual(numbers(someOf(numbered(folders), 12, 2)));
  });

  it('are all where there are no more', () => {
    const set = numbered(5);
    expect(someOf(set, 5, 1)).toBe(set);
  });
});

describe('reading ahead', () => {
  it('holds four samples at the most, however many there are', async () => {
    let started = 0;
    let most = 0;
    const ahead = new ReadAhead(10_000, async (k) => {
      started++;
      return k;
    });
    for (let k = 0; k < 10_000; k++) {
      expect(await ahead.get(k)).toBe(k);
      most = Math.max(most, ahead.held);
      if (started > k + 4) throw new Error(`${started} were begun for sample ${k}`);
    }
    expect([most, started]).toEqual([4, 10_000]);
  });

  it('tells of a sample that fails when that one is asked for', async () => {
    const set = readingAhead({
      samples: {
        count: 3,
        isStreamed: true,
        sample: async (k) => {
          if (k === 2) throw new Error('damaged');
          return [Float32Array.of(k)];
        },
      },
    });
    await set.samples.sample(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await set.samples.sample(1)).toEqual([Float32Array.of(1)]);
    await expect(set.samples.sample(2)).rejects.toThrow('damaged');
  });

  it('leaves what lies in memory alone', () => {
    const set = numbered(2);
    expect(readingAhead(set)).toBe(set);
  });
});
