/** The operators that the tool knows, by name. */
import { TflqError } from '../common/errors.ts';
import { ALL_OPS } from './all.generated.ts';
import type { AnyOpDef } from './support/op-def.ts';

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

const BY_TYPE: ReadonlyMap<string, AnyOpDef> = new Map(ALL_OPS.map((def) => [def.type, def]));

/** All operators, in the order of their files' names. */
export function allOps(): readonly AnyOpDef[] {
  return ALL_OPS;
}

/** The operator of that name, or undefined where the tool does not know it. */
export function findOp(type: string): AnyOpDef | undefined {
  return BY_TYPE.get(type);
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
