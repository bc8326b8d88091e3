/** Variables, where they are loaded from, and branches that a constant chooses. */
import { scalarOf } from '../../support/constants/constant.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';
import { NOTHING, type Value } from '../values.ts';

const variable: Convert = (node) => ({ kind: 'variable', name: node.name });

/** Loading tensors by their names: the second input. */
const restore: Convert = (node) => {
  const names = node.value(1);
  if (names.kind !== 'texts') throw node.error('loads variables without names');
  return names.texts.map((key): Value => ({ kind: 'saved', key }));
};

/** One of two outputs, as a condition says. */
const choose: Convert = (node) => {
  const [value, condition] = [node.value(0), node.value(1)];
  const chosen = condition.kind === 'constant' ? scalarOf(condition) : undefined;
  if (chosen === undefined) throw conditional(node);
  return chosen === 0 ? [value, NOTHING] : [NOTHING, value];
};

/** The one of the inputs whose branch is taken. */
const merge: Convert = (node) => {
  const taken = node.inputs.filter(({ kind }) => kind !== 'nothing');
  if (taken.length === 1) return taken[0]!;
  throw conditional(node);
};

function conditional(node: NodeImport): Error {
  return node.error(
    'runs a part of the network on a condition, which is not supported',
    'Export the model for inference, without conditions.',
  );
}

export const variables: Operators = {
  Merge: merge,
  RestoreV2: restore,
  Switch: choose,
  Variable: variable,
  VariableV2: variable,
  VarHandleOp: variable,
};
