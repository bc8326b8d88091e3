/** Opens whatever data there is for a network: a file of arrays, a table, a raw file, a folder of files. */
import { stat } from 'node:fs/promises';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import type { Graph } from '../graph/graph.ts';
import { tensorAt } from '../graph/graph.ts';
import { hasExtension } from './class-folder.ts';
import type { DataArray } from './data-array.ts';
import { FOLDER_FORMATS } from './folder-formats.ts';
import { checkLabelCount, loadClasses, toLabels } from './labels.ts';
import { loadArrays, readData } from './load.ts';
import { matchSamples } from './match.ts';
import { openFolder } from './open-folder.ts';
import type { OpenedSamples } from './opened-samples.ts';
import { isRaw, readRaw } from './raw.ts';
import { requireOneInput } from './require-one-input.ts';
import type { DataRequest } from './sample-source.ts';

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new TflqError('data', `the data ${whyUnreadable(cause)}`, {
      where: path,
      hint: 'Give the path of a file (.npy, .npz, .csv, .bin), or of a folder of images or sounds (docs/DATA.md).',
      cause,
    });
  }
}

async function readArrays(path: string, graph: Graph, request: DataRequest): Promise<DataArray[]> {
  if (!isRaw(path)) {
    // With labels in a file of their own, the column is one of theirs.
    return loadArrays(path, { labelColumn: request.labels === undefined ? request.labelColumn : undefined });
  }
  const input = tensorAt(graph, requireOneInput(graph, path));
  return [readRaw(await readData(path), path, request.dataType, input)];
}

/** Opens a file that holds all samples. */
async function openFile(path: string, graph: Graph, request: DataRequest): Promise<OpenedSamples> {
  const arrays = await readArrays(path, graph, request);
  const isTable = request.labelColumn !== undefined && request.labels === undefined && arrays.length === 2;
  const samples = matchSamples(graph, isTable ? arrays.slice(0, 1) : arrays, path);
  const opened = { samples, files: [path], skipped: 0 };
  if (request.labels !== undefined) {
    const classes = await loadClasses(request.labels, request);
    checkLabelCount(classes.labels, samples, request.labels);
    return { ...opened, ...classes };
  }
  if (!isTable) return opened;
  const { classNames } = arrays[1]!;
  return { ...opened, labels: toLabels(arrays[1]!, path), ...(classNames && { classNames }) };
}

/**
 * Opens data and matches it to a network's inputs: .npy, .npz, .csv and raw .bin files, which are loaded; folders of
 * files of a kind of FOLDER_FORMATS, or one such file, which are decoded as samples are asked for.
 *
 * @param path a file or a folder
 * @throws TflqError('data') where there is no data, it is damaged, or does not fit the network or the labels
 */
export async function openSamples(path: string, graph: Graph, request: DataRequest): Promise<OpenedSamples> {
  if (await isFolder(path)) return openFolder(path, graph, request);
  const format = FOLDER_FORMATS.find(({ extensions }) => hasExtension(path, extensions));
  return format === undefined ? openFile(path, graph, request) : openFolder(path, graph, request, format);
}
