/** What was made of an object once need not be made again. */

/**
 * A function that makes its result only once for each object, and keeps it for as long as the object lives. The
 * objects must not be changed.
 */
export function remember<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let entry = made.get(key);
    if (entry === undefined) {
      entry = { value: make(key) };
      made.set(key, entry);
    }
    return entry.value;
  };
}
