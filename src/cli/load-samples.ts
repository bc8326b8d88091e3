/** Data on disk, matched to a network, and the parts of it that commands use. */
import {
  type DataRequest,
  type OpenedSamples,
  openSamples,
  type Preprocessing,
  partOf,
  readingAhead,
  someOf,
} from '../data/index.ts';
import type { Graph } from '../graph/graph.ts';

/** What the flags say of data. */
export interface DataOptions extends Omit<DataRequest, 'labels' | 'preprocessing' | 'progress' | 'signal'> {
  /** The share of the samples that calibrate; the others test. All do both unless given. */
  readonly split: number | undefined;
  readonly seed: number;
  /** The only part that is used. */
  readonly part: 'train' | 'test' | undefined;
}

/** Data for one use. */
export interface DataUse extends Pick<DataRequest, 'labels' | 'preprocessing' | 'progress' | 'signal'> {
  readonly dataOptions: DataOptions;
}

/** Opens data for a network's inputs, all of it. Errors as openSamples. */
export function loadSamples(path: string, graph: Graph, use: DataUse): Promise<OpenedSamples> {
  const { labels, preprocessing, progress, signal } = use;
  return openSamples(path, graph, {
    ...use.dataOptions,
    labels,
    preprocessing,
    ...(progress && { progress }),
    ...(signal && { signal }),
  });
}

/** The part of data, or all where it is not split, and so many of it; of arrays that are not split, the first. */
function choose(
  opened: OpenedSamples,
  usual: 'train' | 'test',
  limit: number | undefined,
  { split, seed, part }: DataOptions,
): OpenedSamples {
  const set = split === undefined ? opened : partOf(opened, { share: split, seed, name: part ?? usual });
  const isRandom = split !== undefined || opened.samples.isStreamed;
  return readingAhead(limit === undefined || !isRandom ? set : someOf(set, limit, seed));
}

/** The samples that calibrate: of a folder, or of one part of a file, `limit` at random, as many of each folder. */
export function calibrationPart(opened: OpenedSamples, limit: number, options: DataOptions): OpenedSamples {
  return choose(opened, 'train', limit, options);
}

/** The samples that test. */
export function testPart(
  opened: OpenedSamples,
  limit: number | undefined,
  options: DataOptions,
): OpenedSamples {
  return choose(opened, 'test', limit, options);
}

/** What `--json` tells of data that lies in files of one sample each. */
export interface DataFacts {
  /** How many files there are, without those that were left out. */
  readonly files: number;
  /** How many were left out because they cannot be decoded. */
  readonly skipped: number;
  readonly classes?: readonly string[];
  readonly preprocessing?: Preprocessing;
}

/** As a part of a result; nothing of data that is one file. */
export function dataFacts(opened: OpenedSamples | undefined): { readonly data?: DataFacts } {
  if (!opened?.samples.isStreamed) return {};
  const { files, skipped, classNames, preprocessing } = opened;
  return {
    data: {
      files: files.length,
      skipped,
      ...(classNames && { classes: classNames }),
      ...(preprocessing && { preprocessing }),
    },
  };
}
