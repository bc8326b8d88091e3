/** Numbers that come one after the other, before it is known how many there are. */
import type { DType, TensorData } from '../graph/dtype.ts';

/** Grows as it is filled. */
export class NumberList {
  #values = new Float64Array(1024);
  #length = 0;
  #areIntegers = true;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
    // Of int32, as which they could go into a network that takes integers.
    if (value !== (value | 0)) this.#areIntegers = false;
  }

  /** All of them: int32 where each is a whole number of that type, else float32. */
  toArray(): { readonly dtype: DType; readonly data: TensorData } {
    const values = this.#values.subarray(0, this.#length);
    if (this.#areIntegers) return { dtype: 'int32', data: Int32Array.from(values) };
    return { dtype: 'float32', data: Float32Array.from(values) };
  }
}
