/** PReLU as Keras writes it: relu(x) + (−α) · relu(−x). */
import { type Constant, mapped } from '../../support/constants/constant.ts';
import type { NodeImport } from '../node-import.ts';
import { type Computed, computed, type Value } from '../values.ts';

/** The inputs of a value that comes from one of these operators. */
function inputsOf(value: Value | undefined, ...ops: readonly string[]): readonly Value[] | undefined {
  if (value?.kind !== 'computed' || value.origin === undefined || !ops.includes(value.origin.op))
    return undefined;
  return value.origin.inputs;
}

/** −α and x, where a value is (−α) · relu(−x). */
function mirrored(value: Value): { slope: Constant; x: Value | undefined } | undefined {
  const factors = inputsOf(value, 'Mul') ?? [];
  const slope = factors.find((factor) => factor.kind === 'constant');
  const rectified = factors.find((factor) => factor.kind === 'computed');
  const [negative] = inputsOf(rectified, 'Relu') ?? [];
  const [x] = inputsOf(negative, 'Neg') ?? [];
  return slope?.kind === 'constant' && x !== undefined ? { slope, x } : undefined;
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  return a?.kind === 'computed' && b?.kind === 'computed' && a.tensor === b.tensor;
}

/** A rectifier with slopes of its own below 0. */
export function prelu(node: NodeImport, tensor: number, slopes: Constant): Computed {
  const [first] = slopes.data;
  if (slopes.data.length === 1) return computed(node.op('LEAKY_RELU', [tensor], { alpha: first }));
  return computed(node.op('PRELU', [tensor, node.addConstant(slopes, 'slopes')]));
}

/** The sum as one PRELU, if that is what it is. What it was made of is left without a reader. */
export function asPrelu(node: NodeImport): Computed | undefined {
  const values = [node.value(0), node.value(1)];
  for (const [k, value] of values.entries()) {
    const found = mirrored(value);
    const [x] = inputsOf(values[1 - k], 'Relu') ?? [];
    if (found !== undefined && isSame(x, found.x)) {
      return prelu(
        node,
        node.lift(x!),
        mapped(found.slope, (slope) => -slope),
      );
    }
  }
  return undefined;
}
