/**
 * The options of a custom operator as TensorFlow's own ones have them: a FlexBuffers map from names to numbers. Operators
 * declare it as data; src/formats/tflite reads and writes it.
 */

/** BuiltinOperator CUSTOM. */
export const CUSTOM_CODE = 32;

/** One entry of the map. */
export interface MapField {
  /** Its name in the file. */
  readonly key: string;
  readonly type: 'int32' | 'bool';
  /** The value where the file has none; without it, the file must have one. */
  readonly default?: number;
}

/** The whole map. `A` are the operator's attributes: each is one entry, truth values are 0 or 1. */
export interface OptionsMap<A> {
  readonly entries: { readonly [K in keyof A]: MapField };
}
