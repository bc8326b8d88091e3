/**
 * EinsumDense: a tensor times a matrix of weights, both in any number of dimensions, as an equation says it:
 * `abc,cd->abd`. Those can be had that sum over the last dimensions of the input and put those of the weights in their
 * place.
 */
import { elementCount } from '../../../graph/graph.ts';
import { activate } from '../activations.ts';
import type { KerasLayer } from '../config.ts';
import type { LayerCall, LayerTable } from '../layer-call.ts';
import { permute } from '../permute.ts';
import type { WeightSpec } from '../weights.ts';

/** How an equation divides the dimensions. */
interface Division {
  /** How many of the input's last dimensions are summed over. */
  readonly summed: number;
  /** Letters of the dimensions that the weights bring, in order. */
  readonly brought: string;
}

/** Reads an equation; undefined for one of another form. */
function divide(equation: string): Division | undefined {
  const match = /^(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?$/.exec(
    equation.replaceAll(' ', ''),
  );
  if (match === null) return undefined;
  const [, before, input = '', behind, weights = '', , output = ''] = match;
  if (behind !== undefined || match[7] !== undefined || before !== match[5]) return undefined;
  for (let summed = 1; summed <= Math.min(input.length, weights.length); summed++) {
    const [kept, sum] = [input.slice(0, -summed), input.slice(-summed)];
    const brought = weights.slice(summed);
    const isRight = weights.startsWith(sum) && output === kept + brought && !hasCommon(kept, brought);
    if (isRight) return { summed, brought };
  }
  return undefined;
}

/** True where a letter is in both. */
function hasCommon(a: string, b: string): boolean {
  return [...a].some((letter) => b.includes(letter));
}

function specs({ settings }: KerasLayer): WeightSpec[] {
  return settings.raw('bias_axes') === undefined
    ? [{ name: 'kernel' }]
    : [{ name: 'kernel' }, { name: 'bias' }];
}

/** The sizes of the dimensions that the weights bring: the last ones of the output's shape. */
function broughtSizes(call: LayerCall, count: number): number[] {
  const given = call.settings.raw('output_shape');
  const list = (Array.isArray(given) ? given : [given]).slice(-count);
  const sizes = list.filter((dim): dim is number => Number.isSafeInteger(dim) && dim >= 1 && dim <= 2 ** 20);
  if (sizes.length !== count)
    throw call.settings.wrong('output_shape', 'sizes of the dimensions of its weights');
  return sizes;
}

function build(call: LayerCall): number {
  const equation = call.settings.text('equation');
  const division = divide(equation);
  const shape = call.inputShape();
  if (division === undefined || division.summed >= shape.length) {
    throw call.error(
      `computes ${JSON.stringify(equation.slice(0, 60))}, which is not supported`,
      'Equations that can be had sum over the last dimensions: "abc,cd->abd", "abcd,cde->abe".',
    );
  }
  const { summed, brought } = division;
  const kept = shape.slice(0, -summed);
  const sizes = broughtSizes(call, brought.length);
  const [inputs, outputs] = [elementCount(shape.slice(-summed)), elementCount(sizes)];
  const weights = call.constant('kernel', [outputs, inputs], () =>
    permute(call.weight('kernel', [...shape.slice(-summed), ...sizes]), [inputs, outputs], [1, 0]),
  );
  const flat = call.reshape(call.input, [...kept, inputs]);
  // Of the last dimensions, the bias is that of the product; otherwise it is added to what it becomes.
  const axes = call.settings.raw('bias_axes');
  const operands = axes === brought ? [flat, weights, call.bias(outputs, sizes)] : [flat, weights];
  const product = call.op('FULLY_CONNECTED', operands, { keepNumDims: kept.length > 1 });
  const y = call.reshape(product, [...kept, ...sizes]);
  return activate(call, axes === brought ? y : withBias(call, y, equation), call.settings.raw('activation'));
}

function withBias(call: LayerCall, y: number, equation: string): number {
  if (!call.hasWeight('bias')) return y;
  const letters = equation.slice(equation.indexOf('>') + 1).replace(/[^a-zA-Z]/g, '');
  const shape = call.shape(y);
  const axes = call.settings.text('bias_axes');
  const first = shape.length - letters.length;
  const own = shape.map((dim, d) => (d >= first && axes.includes(letters[d - first]!) ? dim : 1));
  const from = own.findIndex((_dim, d) => d >= first && axes.includes(letters[d - first]!));
  // Keras's bias has dimensions of 1 after its first axis, and none before it.
  const weight = (): Float32Array => call.weight('bias', own.slice(Math.max(0, from)));
  return call.op('ADD', [y, call.constant('bias', own, weight)]);
}

/** The layer. */
export const einsumDenseLayers: LayerTable = { EinsumDense: { weights: specs, build } };
