/** Labels: the class that each sample belongs to. */
import { TflqError } from '../common/errors.ts';
import { elementCount, type Graph, tensorAt } from '../graph/graph.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import type { ClassNumbers } from './class-names.ts';
import { isCsv, readCsvLabels } from './csv.ts';
import type { DataArray } from './data-array.ts';
import { loadArrays, readData } from './load.ts';
import type { Samples } from './samples.ts';

/** What the array of labels is called in a file that holds samples too. */
const NAMES = /^(?:y|labels?|targets?|classes)(?:_\w+)?$|_(?:y|labels?)$/i;

function fail(where: string, message: string, hint: string): never {
  throw new TflqError('data', message, { where, hint });
}

/** The array that holds the labels. */
function labelsAmong(arrays: readonly DataArray[], path: string): DataArray {
  const named = arrays.length === 1 ? arrays : arrays.filter((array) => NAMES.test(array.name));
  if (named.length === 1) return named[0]!;
  const names = arrays.map((array) => JSON.stringify(array.name)).join(', ');
  return fail(path, `which of its arrays holds the labels cannot be told (${names})`, 'Name that array y.');
}

/** The class of a row of scores: its only maximum. */
function argmax(row: readonly number[], sample: number, where: string): number {
  const best = Math.max(...row);
  const at = row.indexOf(best);
  if (Number.isNaN(best) || row.lastIndexOf(best) !== at) {
    fail(
      where,
      `the labels of sample ${sample} have no single maximum`,
      'Labels are one class number a sample, or one row of scores with the highest at the class.',
    );
  }
  return at;
}

/**
 * Turns an array into class numbers: integers (of any type, also whole floats) of shape [N] or [N, 1], or scores
 * of shape [N, classes], e.g. one-hot, whose highest marks the class.
 *
 * @throws TflqError('data') where it holds something else
 */
export function toLabels(array: DataArray, where: string): Int32Array {
  const [count = 0, ...rest] = array.shape;
  const width = rest.reduce((product, dim) => product * dim, 1);
  if (array.shape.length === 0 || count === 0 || width === 0) {
    fail(where, `there are no labels: the shape is (${array.shape.join(', ')})`, 'Give one label a sample.');
  }
  if (width !== rest[rest.length - 1] && width !== 1) {
    fail(
      where,
      `labels have the shape [samples] or [samples, classes], not [${array.shape.join(', ')}]`,
      'Give one class number a sample.',
    );
  }
  return Int32Array.from({ length: count }, (_, sample) => {
    const row = Array.from(array.data.slice(sample * width, (sample + 1) * width), Number);
    if (width > 1) return argmax(row, sample, where);
    const label = row[0]!;
    if (!Number.isInteger(label) || label < 0 || label >= 2 ** 31) {
      fail(where, `the label of sample ${sample} is ${label}`, 'A label is a class number, counted from 0.');
    }
    return label;
  });
}

/** What a file of labels does not tell by itself. */
export interface LabelOptions {
  /** The column of a .csv file: its name, or its number counted from 1. */
  readonly labelColumn?: string | undefined;
  /** The names of the classes in their order, if the samples tell them. */
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Loads labels, and the classes' names where the file has those instead of numbers. Of several arrays in a .npz file it
 * takes the one that is called y, labels or so.
 *
 * @throws TflqError('data') where the file cannot be read or holds no labels
 */
export async function loadClasses(path: string, options: LabelOptions = {}): Promise<ClassNumbers> {
  if (isCsv(path)) {
    return readCsvLabels(await readData(path), path, options.labelColumn, options.classNames);
  }
  return { labels: toLabels(labelsAmong(await loadArrays(path), path), path) };
}

/**
 * Loads labels from a .npy, .npz or .csv file.
 *
 * @returns one class number ≥ 0 a sample
 * @throws TflqError as loadClasses
 */
export async function loadLabels(path: string): Promise<Int32Array> {
  return (await loadClasses(path)).labels;
}

/**
 * Makes sure that there is one label a sample.
 *
 * @throws TflqError('data') with both counts
 */
export function checkLabelCount(labels: Int32Array, samples: Pick<Samples, 'count'>, where: string): void {
  if (labels.length === samples.count) return;
  fail(
    where,
    `there are ${labels.length} labels for ${samples.count} samples`,
    'The data and the labels must belong together, sample by sample.',
  );
}

/**
 * Makes sure that a network can tell the classes. One score tells two, see predictedClass.
 *
 * @param classNames of folders, all of which are classes
 * @throws TflqError('data') with both counts
 */
export function checkClasses(
  graph: Graph,
  labels: Int32Array,
  classNames: readonly string[] | undefined,
  where: string,
): void {
  const index = graph.outputs[0]!;
  const scores = elementCount(tensorAt(graph, index).shape);
  const classes = scores === 1 ? 2 : scores;
  const found = classNames?.length ?? labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  if (classNames === undefined ? found <= classes : found === classes) return;
  const data = classNames === undefined ? `labels go up to ${found - 1}` : `data has ${found} classes`;
  fail(
    where,
    `the ${data}, but the model's output, ${tensorLabel(graph, index)}, has ${scores === 1 ? 'one score for two' : scores}`,
    classNames === undefined
      ? 'Labels are the places of the classes in the output, counted from 0.'
      : `The classes are ${classNames.slice(0, 8).join(', ')}${classNames.length > 8 ? ', …' : ''}. Add --unlabelled if these are no classes of the model.`,
  );
}
