/** VAR_HANDLE: several variables, with and without a container. */
import type { Case, Cases } from '../network.ts';
import { quant, withSequence } from '../network.ts';
import { type VariableOptions, valuesOfAllTypes, variableNetwork } from '../variables.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const value = { shape: [1, 4], dtype: 'int8' as const, quant: quant(0.1, 7) };
  const add = (name: string, more: Partial<VariableOptions>) =>
    list.push(withSequence(random, name, variableNetwork({ value, ...more })));
  for (const each of valuesOfAllTypes(2)) add(each.dtype, { value: each });
  add('one variable', {});
  add('three variables', { count: 3 });
  add('in a container', { container: 'somewhere', count: 2 });
  add('with initial values', { count: 2, initial: random.int8(4) });
  return list;
};

export default cases;
