/** READ_VARIABLE: types, shapes and zero points; what a variable holds before anything is assigned. */
import type { Case, Cases } from '../network.ts';
import { quant, withSamples, withSequence } from '../network.ts';
import { type VariableOptions, valuesOfAllTypes, variableNetwork } from '../variables.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, value: VariableOptions['value']) =>
    list.push(withSequence(random, name, variableNetwork({ value })));
  for (const zero of [-128, -1, 0, 127]) {
    add(`int8, zero point ${zero}`, { shape: [2, 3], dtype: 'int8', quant: quant(0.3, zero) });
  }
  for (const value of valuesOfAllTypes(6)) add(value.dtype, value);
  for (const shape of [[1], [7], [1, 2, 3], [2, 1, 2, 2], [1, 2, 1, 2, 2]]) {
    add(`[${shape}]`, { shape, dtype: 'int8', quant: quant(0.3, 5) });
  }
  const value = { shape: [5], dtype: 'int8' as const, quant: quant(0.3, 5) };
  list.push(withSamples(random, 'each from a reset', variableNetwork({ value })));
  return list;
};

export default cases;
