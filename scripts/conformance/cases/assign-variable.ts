/** ASSIGN_VARIABLE: before and after the variable is read, in all types. */
import type { Case, Cases } from '../network.ts';
import { withSequence } from '../network.ts';
import { valuesOfAllTypes, variableNetwork } from '../variables.ts';

const cases: Cases = (random) => {
  const list: Case[] = [];
  for (const value of valuesOfAllTypes(3)) {
    for (const writesFirst of [false, true]) {
      const when = writesFirst ? 'before' : 'after';
      list.push(
        withSequence(
          random,
          `${value.dtype}, ${when} it is read`,
          variableNetwork({ value, writesFirst, count: 2 }),
        ),
      );
    }
  }
  return list;
};

export default cases;
