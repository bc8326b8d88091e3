/** CALL_ONCE: initial values of variables, in all types. */
import type { Case, Cases } from '../network.ts';
import { quant, withSequence } from '../network.ts';
import { type VariableOptions, variableNetwork } from '../variables.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  const add = (name: string, options: VariableOptions) =>
    list.push(withSequence(random, name, variableNetwork(options)));
  const int8 = { shape: [2, 5], dtype: 'int8' as const, quant: quant(0.3, -9) };
  add('int8', { value: int8, initial: random.int8(10) });
  add('int8, all alike', { value: int8, initial: new Int8Array(10).fill(3) });
  add('int8, written first', { value: int8, initial: random.int8(10), writesFirst: true });
  add('two variables', { value: int8, initial: random.int8(10), count: 2 });
  const int16 = { shape: [4], dtype: 'int16' as const, quant: quant(0.001, 0) };
  add('int16', { value: int16, initial: Int16Array.of(-32768, -1, 300, 32767) });
  add('float32', { value: { shape: [3], dtype: 'float32' }, initial: Float32Array.of(-1.5, 0, 3e8) });
  return list;
};

export default cases;
