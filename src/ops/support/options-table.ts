/**
 * An operator's options as .tflite holds them: a flatbuffers table whose fields have slots, types and
 * defaults. Operators declare it as data; src/formats/tflite reads and writes it.
 */

/** One field: `slot` is its number in the schema, counted from 0 in order of declaration. */
export type OptionField<V> =
  | { readonly slot: number; readonly type: 'bool'; readonly default: V & boolean }
  | { readonly slot: number; readonly type: 'int8' | 'int32' | 'float32'; readonly default: V & number }
  /** Stored as int8, the value's place in `values`; '' marks a number that has no meaning. */
  | { readonly slot: number; readonly type: 'enum'; readonly values: readonly V[]; readonly default: V }
  | { readonly slot: number; readonly type: 'string'; readonly default: V & string }
  | { readonly slot: number; readonly type: 'int32[]'; readonly default: V & readonly number[] };

/** The whole table. `A` are the operator's attributes: each is one field. */
export interface OptionsTable<A> {
  /** The table's number in the union BuiltinOptions. */
  readonly union: number;
  readonly fields: { readonly [K in keyof A]: OptionField<A[K]> };
}
