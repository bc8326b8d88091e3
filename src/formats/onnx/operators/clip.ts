/** Clip: elements limited on one side or both. */
import { inPlace } from '../layout.ts';
import type { Convert, NodeImport, Operators } from '../node-import.ts';

/** The limit that is an input in newer operator sets, an attribute in older ones. */
function limit(node: NodeImport, input: number, name: string, whenAbsent: number): number {
  const value = node.scalar(input, `a ${name}imum`) ?? node.attributes.float(name, whenAbsent);
  return Math.abs(value) > 3e38 ? Math.sign(value) * Infinity : value;
}

const clip: Convert = (node) => {
  const value = node.activation(0);
  const [min, max] = [limit(node, 1, 'min', -Infinity), limit(node, 2, 'max', Infinity)];
  if (Number.isNaN(min) || Number.isNaN(max)) throw node.error('has a limit that is no number');
  const nonNegative = min >= 0 || value.nonNegative === true;
  let { tensor } = value;
  if (min === 0 && max === 6) tensor = node.op('RELU6', [tensor]);
  else {
    if (min === 0) tensor = node.op('RELU', [tensor]);
    else if (min > -Infinity) tensor = node.op('MAXIMUM', [tensor, node.reals([min])]);
    if (max < Infinity) tensor = node.op('MINIMUM', [tensor, node.reals([max])]);
  }
  return { ...inPlace(value, tensor), ...(nonNegative && { nonNegative }) };
};

export const clips: Operators = { Clip: clip };
