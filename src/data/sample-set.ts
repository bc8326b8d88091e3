/** Samples with their classes, and parts of them: for training and for testing, or a few typical ones. */
import { TflqError } from '../common/errors.ts';
import { randomNumbers, shuffle } from '../common/random.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Samples } from './samples.ts';

/** Samples, and what is known of their classes. */
export interface SampleSet {
  readonly samples: Samples;
  /** One class number a sample. */
  readonly labels?: Int32Array;
  readonly classNames?: readonly string[];
  /** The folder that each sample lies in, by number, where they lie in several; parts have a share of each. */
  readonly folders?: Int32Array;
}

/** Which part of samples is meant. */
export interface Part {
  /** The share of the samples that train, 0 < share < 1. */
  readonly share: number;
  /** The same seed gives the same parts on every machine. */
  readonly seed: number;
  readonly name: 'train' | 'test';
}

/** The samples at these places, in this order. */
export function selectSamples<S extends SampleSet>(set: S, places: readonly number[]): S {
  const { samples, labels, folders } = set;
  return {
    ...set,
    samples: {
      count: places.length,
      ...(samples.isStreamed !== undefined && { isStreamed: samples.isStreamed }),
      sample: (k: number) => samples.sample(places[k]!),
    },
    ...(labels && { labels: Int32Array.from(places, (place) => labels[place]!) }),
    ...(folders && { folders: Int32Array.from(places, (place) => folders[place]!) }),
  };
}

/** The places of the samples of each folder, in the folders' order; all in one where there are none. */
function placesByFolder({ samples, folders }: SampleSet): number[][] {
  if (folders === undefined) return [Array.from({ length: samples.count }, (_, k) => k)];
  const result: number[][] = Array.from({ length: Math.max(...folders) + 1 }, () => []);
  folders.forEach((folder, k) => {
    result[folder]!.push(k);
  });
  return result.filter((places) => places.length > 0);
}

const ascending = (a: number, b: number): number => a - b;

/**
 * One of two parts that have no sample in common. Of each folder a share is taken at random, rounded, but so that either
 * part has at least one where there are two. The order is kept.
 *
 * @throws TflqError('data') where nothing is left for the part
 */
export function partOf<S extends SampleSet>(set: S, { share, seed, name }: Part): S {
  const random = randomNumbers(seed);
  const places = placesByFolder(set).flatMap((all) => {
    const shuffled = shuffle([...all], random);
    const count = Math.min(Math.max(Math.round(share * all.length), 1), Math.max(all.length - 1, 1));
    return name === 'train' ? shuffled.slice(0, count) : shuffled.slice(count);
  });
  if (places.length === 0) {
    throw new TflqError('data', `there are too few samples for a ${name} part`, {
      where: '--split',
      hint: `There are ${set.samples.count}. Give more, or leave --split out.`,
    });
  }
  return selectSamples(set, places.sort(ascending));
}

/**
 * At most `count` samples, at random, as many of each folder as of any other as far as there are so many. The order is
 * kept.
 */
export function someOf<S extends SampleSet>(set: S, count: number, seed: number): S {
  if (count >= set.samples.count) return set;
  const random = randomNumbers(seed);
  const shuffled = placesByFolder(set).map((all) => shuffle([...all], random));
  const places: number[] = [];
  for (let round = 0; places.length < count; round++) {
    for (const folder of shuffled) if (round < folder.length) places.push(folder[round]!);
  }
  return selectSamples(set, places.slice(0, count).sort(ascending));
}

/** The same samples; those that are decoded when they are asked for are decoded a little before. */
export function readingAhead<S extends SampleSet>(set: S): S {
  const { samples } = set;
  if (!samples.isStreamed) return set;
  const ahead = new ReadAhead(samples.count, async (k) => samples.sample(k));
  return { ...set, samples: { ...samples, sample: (k: number) => ahead.get(k) } };
}
