/** The operators that the tool knows, by name. */
import { TflqError } from '../common/errors.ts';
import { CUSTOM_PREFIX } from '../graph/custom-operator.ts';
import type { Graph } from '../graph/graph.ts';
import { ALL_OPS } from './all.generated.ts';
import { customOp } from './support/custom-op.ts';
import { addInnerState } from './support/inner-state.ts';
import type { AnyOpDef } from './support/op-def.ts';

export { CUSTOM_PREFIX } from '../graph/custom-operator.ts';
export { customNames } from './support/custom-op.ts';
export type {
  AnyOpDef,
  IntermediateRule,
  OperandRule,
  OutputRule,
  QuantizationRule,
  TF,
} from './support/op-def.ts';
export { OpNode } from './support/op-node.ts';
export { bindVariables, variableCount, withInitialValues } from './support/resource-variables.ts';
export { tflmCustom } from './support/tflm-custom.ts';

const BY_TYPE = new Map<string, AnyOpDef>(ALL_OPS.map((def) => [def.type, def]));

const BY_CUSTOM_NAME: ReadonlyMap<string, AnyOpDef> = new Map(
  ALL_OPS.flatMap((def) => (def.tflite.custom === undefined ? [] : [[def.tflite.custom, def]])),
);

/** All operators, in the order of their files' names. */
export function allOps(): readonly AnyOpDef[] {
  return ALL_OPS;
}

/**
 * The operator of that name, or undefined where the tool does not know it. Every custom operator is known as far as a file
 * tells of it; what it computes may be the user's code alone (src/ops/support/custom-op.ts).
 */
export function findOp(type: string): AnyOpDef | undefined {
  const known = BY_TYPE.get(type);
  if (known !== undefined || !type.startsWith(CUSTOM_PREFIX) || type === CUSTOM_PREFIX) return known;
  const def = customOp(type);
  BY_TYPE.set(type, def);
  return def;
}

/** The operator's type by the name that files give a custom operator. */
export function customType(name: string): string {
  return BY_CUSTOM_NAME.get(name)?.type ?? `${CUSTOM_PREFIX}${name}`;
}

/**
 * The operator of that name.
 *
 * @param index its place in the graph, for the message
 * @throws TflqError('model') that names the operator and its place, when the tool does not know it
 */
export function opDef(type: string, index: number): AnyOpDef {
  const def = findOp(type);
  if (def === undefined) {
    throw new TflqError('model', `operator ${index} (${JSON.stringify(type)}) is not supported`, {
      hint: `Replace it by supported ones (${ALL_OPS.map((known) => known.type).join(', ')}) and export the model again.`,
    });
  }
  return def;
}

/** Gives the operators of a graph that was read the state that files do not know of. */
export function withInnerState(graph: Graph): Graph {
  return addInnerState(graph, findOp);
}
