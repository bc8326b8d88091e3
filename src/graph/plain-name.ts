/** Names of inputs and outputs as people know them. */

/** The name that an exporter gave an input or output, without what TensorFlow adds to it. */
export function plainName(name: string): string {
  return name.replace(/^serving_default_/, '').replace(/:\d+$/, '');
}
