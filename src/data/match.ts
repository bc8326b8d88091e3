/** Matches the arrays of a data file to a network's inputs. */
import { TflqError } from '../common/errors.ts';
import type { TensorData } from '../graph/dtype.ts';
import { elementCount, type Graph, type Tensor, tensorAt } from '../graph/graph.ts';
import { plainName } from '../graph/plain-name.ts';
import { tensorLabel } from '../graph/tensor-label.ts';
import type { DataArray } from './data-array.ts';
import { samplePicker } from './sample-picker.ts';
import type { LoadedSamples } from './samples.ts';

/** Names that the array of samples has in a file that holds labels too. */
const SAMPLE_NAMES = /^(?:x|data|inputs?|samples?|images?|features)(?:_\w+)?$|_x$/i;

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** A shape without its dimensions of 1. */
function squeeze(shape: readonly number[]): readonly number[] {
  return shape.filter((dim) => dim !== 1);
}

/**
 * True where an array's samples have the shape of an input: the same but for dimensions of 1, or the same elements
 * in one row.
 */
function fits(array: DataArray, input: Tensor): boolean {
  if (array.shape.length === 0) return false;
  const sample = array.shape.slice(1);
  if (elementCount(sample) !== elementCount(input.shape)) return false;
  const [a, b] = [squeeze(sample), squeeze(input.shape)];
  return a.length <= 1 || b.length <= 1 || a.every((dim, axis) => dim === b[axis]);
}

/** The shape of one sample. */
function sampleShape({ shape }: Tensor): readonly number[] {
  return shape[0] === 1 ? shape.slice(1) : shape;
}

/**
 * How many channels come first in an array's samples, [C, …], where the input has them last, [..., C], as inputs of
 * models from ONNX have; undefined where the array fits as it is, or not at all.
 */
function leadingChannels(array: DataArray, input: Tensor): number | undefined {
  const [channels, ...rest] = array.shape.slice(1);
  if (channels === undefined || rest.length === 0 || fits(array, input)) return undefined;
  const wanted = sampleShape(input);
  const moved = [...rest, channels];
  return moved.length === wanted.length && moved.every((dim, axis) => dim === wanted[axis])
    ? channels
    : undefined;
}

/** A sample with the channels that come first brought to the end. */
function channelsLast(sample: TensorData, channels: number): TensorData {
  const places = sample.length / channels;
  const result = sample.slice();
  for (let channel = 0; channel < channels; channel++) {
    for (let place = 0; place < places; place++) {
      result[place * channels + channel] = sample[channel * places + place]!;
    }
  }
  return result;
}

/** The shape that data for an input should have, e.g. `[samples, 49, 10, 1]`. */
function wanted(input: Tensor): string {
  return `[${['samples', ...sampleShape(input)].join(', ')}]`;
}

function requireFit(array: DataArray, graph: Graph, index: number, fileName: string): void {
  const input = tensorAt(graph, index);
  if (fits(array, input) || leadingChannels(array, input) !== undefined) {
    if (array.shape[0]! > 0) return;
    throw new TflqError('data', `the array ${JSON.stringify(array.name)} holds no samples`, {
      where: fileName,
      hint: `Give at least one sample: the model's input takes the shape ${wanted(input)}.`,
    });
  }
  const single = elementCount(array.shape) === elementCount(input.shape);
  throw new TflqError(
    'data',
    `the data has the shape ${shown(array.shape)}, but the model's input, ${tensorLabel(graph, index)}, takes ${wanted(input)}`,
    {
      where: fileName,
      hint: single
        ? 'This looks like one sample: save it with a first axis that counts the samples, x[None].'
        : "The first axis counts the samples; reshape or transpose the data so that the others are the input's.",
    },
  );
}

function byName(arrays: readonly DataArray[], input: Tensor): DataArray | undefined {
  return arrays.find((array) => array.name === input.name || array.name === plainName(input.name));
}

/** The array for the only input: by name, or the only one, or the only one that fits. */
function arrayForOne(arrays: readonly DataArray[], input: Tensor, fileName: string): DataArray {
  const named = byName(arrays, input);
  if (named !== undefined) return named;
  if (arrays.length === 1) return arrays[0]!;
  const likely = arrays.filter((array) => SAMPLE_NAMES.test(array.name));
  if (likely.length === 1) return likely[0]!;
  const fitting = arrays.filter((array) => fits(array, input) || leadingChannels(array, input) !== undefined);
  if (fitting.length === 1) return fitting[0]!;
  const names = arrays.map((array) => `${JSON.stringify(array.name)} ${shown(array.shape)}`).join(', ');
  throw new TflqError('data', `which of its arrays holds the samples cannot be told: ${names}`, {
    where: fileName,
    hint: `Name that array x. The model takes ${wanted(input)}.`,
  });
}

/** The arrays for several inputs: by their names, or else in their order. */
function arraysForAll(
  arrays: readonly DataArray[],
  inputs: readonly Tensor[],
  fileName: string,
): DataArray[] {
  const named = inputs.map((input) => byName(arrays, input));
  if (named.every((array) => array !== undefined) && new Set(named).size === inputs.length) return named;
  if (arrays.length === inputs.length) return [...arrays];
  const names = inputs.map((input) => JSON.stringify(plainName(input.name))).join(', ');
  throw new TflqError(
    'data',
    `the model has ${inputs.length} inputs, but the data ${arrays.length} ${arrays.length === 1 ? 'array' : 'arrays'}`,
    {
      where: fileName,
      hint: `Save one array an input by numpy.savez, with the inputs' names (${names}) or in their order.`,
    },
  );
}

/**
 * Matches data to the inputs of a network. The first axis of an array counts the samples; the others are the
 * input's, up to dimensions of 1, or flattened, or with the channels first where only that fits. Data of an integer input's own type is used unchanged; other
 * numbers are real values, as float32, which whoever feeds them quantizes by the input's parameters.
 *
 * @param arrays what `loadArrays` gave; a network with several inputs takes an array for each, by name or in order
 * @param fileName for messages
 * @throws TflqError('data') where shapes, types or counts do not fit
 */
export function matchSamples(graph: Graph, arrays: readonly DataArray[], fileName: string): LoadedSamples {
  const inputs = graph.inputs.map((index) => tensorAt(graph, index));
  const matched =
    inputs.length === 1
      ? [arrayForOne(arrays, inputs[0]!, fileName)]
      : arraysForAll(arrays, inputs, fileName);
  matched.forEach((array, i) => {
    requireFit(array, graph, graph.inputs[i]!, fileName);
  });

  const count = matched[0]!.shape[0]!;
  const other = matched.find((array) => array.shape[0] !== count);
  if (other !== undefined) {
    throw new TflqError(
      'data',
      `the array ${JSON.stringify(matched[0]!.name)} holds ${count} samples, ${JSON.stringify(other.name)} ${other.shape[0]}`,
      { where: fileName, hint: 'Every input needs the same number of samples.' },
    );
  }
  const pick = matched.map((array, i) => {
    const one = samplePicker(array, inputs[i]!, fileName);
    const channels = leadingChannels(array, inputs[i]!);
    return channels === undefined ? one : (k: number) => channelsLast(one(k), channels);
  });
  return { count, sample: (k) => pick.map((one) => one(k)) };
}
