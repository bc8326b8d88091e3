/** Layers that make one tensor of several. */
import { concatenate as joined } from '../../support/concatenate.ts';
import type { LayerCall, LayerDef, LayerTable } from '../layer-call.ts';
import { operands } from '../operands.ts';

/** The inputs with as many dimensions each; Keras puts missing ones behind the batch. */
function alike(call: LayerCall): number[] {
  const inputs = operands(call);
  if (inputs.length < 1) throw call.error('is called on nothing');
  const rank = Math.max(...inputs.map((input) => call.shape(input).length));
  return inputs.map((input) => {
    if (call.builder.isConstant(input)) return input;
    const [batch, ...dims] = call.shape(input);
    const ones = new Array<number>(rank - 1 - dims.length).fill(1);
    return call.reshape(input, [batch ?? 1, ...ones, ...dims]);
  });
}

const always = (): boolean => true;

/** Input by input, by an operator of two. */
function pairwise(type: string): LayerDef {
  return { isPositionwise: always, build: (call) => fold(call, type) };
}

function fold(call: LayerCall, type: string): number {
  return alike(call).reduce((sum, input) => call.op(type, [sum, input]));
}

function subtract(call: LayerCall): number {
  const inputs = alike(call);
  if (inputs.length !== 2) throw call.error(`is called on ${inputs.length} tensors instead of 2`);
  return call.op('SUB', inputs);
}

function concatenate(call: LayerCall): number {
  const rank = call.shape(call.inputs[0] ?? -1).length;
  const axis = call.axis(call.settings.integer('axis', -1), rank);
  return joined(call, call.inputs, axis);
}

/** A matrix of a tensor of 2 or 3 dimensions: [1, features] is one of one row. */
function asMatrix(call: LayerCall, input: number): number {
  const shape = call.shape(input);
  return shape.length === 2 ? call.reshape(input, [shape[0]!, 1, shape[1]!]) : input;
}

/** Dot: products of two tensors, summed along one axis of each. */
function dot(call: LayerCall): number {
  if (call.inputs.length !== 2) throw call.error(`is called on ${call.inputs.length} tensors instead of 2`);
  if (call.settings.flag('normalize', false)) {
    throw call.error(
      'normalizes its inputs (normalize=True), which no integer kernel computes',
      'Leave normalize out; normalize before the network.',
    );
  }
  const shapes = call.inputs.map((input) => call.shape(input));
  const axes = shapes.map((shape, i) => call.axis(call.settings.integers('axes', 2)[i]!, shape.length));
  if (shapes.some(({ length }) => length < 2 || length > 3) || axes.includes(0)) {
    throw call.error('multiplies along an axis, or tensors of so many dimensions, that no kernel takes');
  }
  const [left, right] = call.inputs.map((input) => asMatrix(call, input)) as [number, number];
  // A vector became a matrix of one row; the summed dimension is its last.
  const [adjX, adjY] = [shapes[0]!.length === 3 && axes[0] === 1, shapes[1]!.length === 2 || axes[1] === 2];
  const product = call.op('BATCH_MATMUL', [left, right], { adjX, adjY });
  const kept = shapes.flatMap((shape, i) => shape.filter((_dim, d) => d > 0 && d !== axes[i]));
  return call.reshape(product, [shapes[0]![0]!, ...(kept.length === 0 ? [1] : kept)]);
}

/** The layers. */
export const mergeLayers: LayerTable = {
  Add: pairwise('ADD'),
  Subtract: { isPositionwise: always, build: subtract },
  Multiply: pairwise('MUL'),
  Average: { isPositionwise: always, build: (call) => call.scale(fold(call, 'ADD'), 1 / call.inputs.length) },
  Maximum: pairwise('MAXIMUM'),
  Minimum: pairwise('MINIMUM'),
  Concatenate: {
    isPositionwise: ({ settings }) => settings.integer('axis', -1) === -1,
    build: concatenate,
  },
  Dot: { build: dot },
};
