/** What an operator with int16 activations says of its bias. */
import type { OptionField } from './options-table.ts';

/** TensorType of the schema, in its order, as far as a bias may be of it. */
const BIAS_TYPES = ['FLOAT32', 'FLOAT16', 'INT32', 'UINT8', 'INT64'] as const;

/** Attributes of an operator that may name its bias's type. */
export interface QuantizedBias {
  /** INT32 says that sums have 32 bits although activations are int16; anything else, or nothing, says nothing. */
  readonly quantizedBiasType?: (typeof BIAS_TYPES)[number];
}

/** The option, at its place in the operator's table. */
export function quantizedBiasField(slot: number): OptionField<(typeof BIAS_TYPES)[number]> {
  return { slot, type: 'enum', values: BIAS_TYPES, default: 'FLOAT32' };
}

/** True where the option is set, which asks for a version of the operator that has it. */
export function saysBiasType({ quantizedBiasType = 'FLOAT32' }: QuantizedBias): boolean {
  return quantizedBiasType !== 'FLOAT32';
}
