/**
 * Dropout that was left in a graph: random numbers, from which a mask of zeros and ones comes, times what they are to
 * be multiplied by. At inference a mask is what it is in the mean, which together with dropout's scale is 1.
 */
import { constantOf, scalarOf } from '../support/constants/constant.ts';
import type { Convert, NodeImport, Operators } from './node-import.ts';
import type { Noise, Value } from './values.ts';

function uniform(shift: number): Noise {
  return { kind: 'noise', stage: 'uniform', shift };
}

function mask(mean: number): Noise {
  return { kind: 'noise', stage: 'mask', mean };
}

/** The share of numbers in [shift, 1 + shift) that is at least `limit`. */
function shareAbove(limit: number, shift: number): number {
  return Math.max(0, Math.min(1, 1 + shift - limit));
}

/** A number that is the same for all elements. */
function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === 'constant' ? scalarOf(value) : undefined;
}

/** What an operation of noise and a number gives; undefined where it is none that belongs to dropout. */
function ofNumber(type: string, noise: Noise, number: number, isFirst: boolean): Noise | undefined {
  if (noise.stage === 'uniform') {
    if (type === 'Add' || type === 'AddV2') return uniform(noise.shift + number);
    if (type === 'Sub' && isFirst) return uniform(noise.shift - number);
    if (type === 'Mul' && number === 1) return noise;
    if (type === 'GreaterEqual' || type === 'Greater') {
      const share = shareAbove(number, noise.shift);
      return mask(isFirst ? share : 1 - share);
    }
    if (type === 'Less' || type === 'LessEqual') {
      const share = shareAbove(number, noise.shift);
      return mask(isFirst ? 1 - share : share);
    }
    return undefined;
  }
  if (type === 'Mul') return mask(noise.mean * number);
  return (type === 'RealDiv' || type === 'Div') && isFirst ? mask(noise.mean / number) : undefined;
}

/** An operator that may be dropout's; `otherwise` says what it is where no random numbers are among its inputs. */
export function withNoise(otherwise: Convert): Convert {
  return (node) => {
    const at = node.inputs.findIndex(({ kind }) => kind === 'noise');
    const noise = node.inputs[at];
    const other = node.inputs[1 - at];
    if (noise?.kind !== 'noise' || other === undefined) return otherwise(node);
    const number = numberOf(other);
    const result = number === undefined ? undefined : ofNumber(node.type, noise, number, at === 0);
    if (result !== undefined) return result;
    if (node.type === 'Mul' && noise.stage === 'mask' && other.kind === 'computed') {
      return masked(node, other, noise.mean);
    }
    return otherwise(node);
  };
}

/** A tensor times the mean of a mask. Of single precision, as its scale is: together they are 1, or next to it. */
function masked(node: NodeImport, value: Value, mean: number): Value {
  const factor = Math.fround(mean);
  return { kind: 'computed', tensor: node.times(node.lift(value), Math.abs(factor - 1) < 1e-6 ? 1 : factor) };
}

/** RandomUniform; floor of it plus a share is a mask. */
const floor: Convert = (node) => {
  const value = node.value(0);
  if (value.kind === 'noise' && value.stage === 'uniform') return mask(shareAbove(1, value.shift));
  throw node.error(
    'has no integer kernel on microcontrollers',
    'Replace it in the network by operators that have one.',
  );
};

/** A choice between a tensor and zeros by a mask. */
export function chosenByNoise(node: NodeImport): Value | undefined {
  const [condition, value, zeros] = [node.value(0), node.value(1), node.value(2)];
  if (condition.kind !== 'noise' || condition.stage !== 'mask') return undefined;
  const isZero = zeros.kind === 'constant' && zeros.data.every((element) => element === 0);
  return isZero && value.kind === 'computed' ? masked(node, value, condition.mean) : undefined;
}

/** Operators that belong to dropout alone. */
export const noise: Operators = {
  Floor: floor,
  RandomUniform: () => uniform(0),
  StatelessRandomUniform: () => uniform(0),
  StatelessRandomUniformV2: () => uniform(0),
  StatelessRandomGetKeyCounter: () => [
    constantOf('int32', [], Int32Array.of(0)),
    constantOf('int32', [], Int32Array.of(0)),
  ],
  StatelessRandomGetAlg: () => constantOf('int32', [], Int32Array.of(0)),
};
