/** Random numbers from a seed: the same on every machine. */
import { integerRange, type TensorData } from '../../src/graph/dtype.ts';
import type { Tensor } from '../../src/graph/graph.ts';
import { elementCount } from '../../src/graph/graph.ts';

export class Random {
  private state: number;

  /** @param seed any text, e.g. an operator's name */
  constructor(seed: string) {
    this.state = [...seed].reduce(
      (hash, char) => Math.imul(hash ^ char.charCodeAt(0), 0x01000193),
      0x811c9dc5,
    );
  }

  /** The next number in [0, 1): mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer in [min, max]. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** A float32 in [min, max), its logarithm evenly spread. */
  logarithmic(min: number, max: number): number {
    return Math.fround(min * (max / min) ** this.next());
  }

  /** One of the values. */
  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!;
  }

  /** int8 values over [min, max], both ends among them where there is room. */
  int8(count: number, min = -128, max = 127): Int8Array {
    const values = Int8Array.from({ length: count }, () => this.integer(min, max));
    if (count > 1) {
      values[this.integer(0, count - 1)] = min;
      values[this.integer(0, count - 1)] = max;
    }
    return values;
  }

  /** Values for a network's input: evenly spread, or mostly at the range's ends and around the zero point. */
  values(tensor: Tensor, extreme: boolean): TensorData {
    const count = elementCount(tensor.shape);
    if (tensor.dtype === 'float32') {
      return Float32Array.from({ length: count }, () => (this.next() - 0.5) * (extreme ? 2000 : 8));
    }
    if (tensor.dtype === 'bool') return Uint8Array.from({ length: count }, () => this.integer(0, 1));
    if (tensor.dtype === 'int64') {
      const ends64 = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 32n, 0n, 1n, -1n];
      const spread64 = (): bigint => BigInt(this.integer(-(2 ** 31), 2 ** 31)) * 2n ** 20n;
      const draw64 = () => (extreme ? this.pick(ends64) : spread64());
      return BigInt64Array.from({ length: count }, draw64);
    }
    if (tensor.dtype === 'uint32')
      return Uint32Array.from({ length: count }, () => this.integer(0, 2 ** 32 - 1));
    const [min, max] = integerRange(tensor.dtype);
    const zero = tensor.quant?.zeroPoint[0] ?? 0;
    const ends = [min, max, min + 1, max - 1, zero, Math.min(zero + 1, max), Math.max(zero - 1, min)];
    const draw = () => (extreme ? this.pick(ends) : this.integer(min, max));
    const arrays = { int8: Int8Array, uint8: Uint8Array, int16: Int16Array, int32: Int32Array };
    return arrays[tensor.dtype as 'int8'].from({ length: count }, draw);
  }
}
