/** The attributes of an ONNX node. */
import type { TflqError } from '../../common/errors.ts';
import type { AttributeProto } from './schema.ts';

/** Attributes by name, and the error that names their node. */
export class NodeAttributes {
  readonly #values: ReadonlyMap<string, AttributeProto>;
  readonly #fail: (message: string) => TflqError;

  constructor(attributes: readonly AttributeProto[], fail: (message: string) => TflqError) {
    this.#values = new Map(attributes.map((attribute) => [attribute.name ?? '', attribute]));
    this.#fail = fail;
  }

  /** The attribute as the file has it. */
  get(name: string): AttributeProto | undefined {
    return this.#values.get(name);
  }

  /** True where the file gives it. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** An integer. */
  int(name: string, whenAbsent: number): number {
    const value = this.#values.get(name)?.int ?? (this.#values.has(name) ? 0 : whenAbsent);
    if (!Number.isSafeInteger(value)) throw this.#fail(`has ${value} as its attribute ${name}`);
    return value;
  }

  /** A real number. */
  float(name: string, whenAbsent: number): number {
    return this.#values.get(name)?.float ?? (this.#values.has(name) ? 0 : whenAbsent);
  }

  /** Text. */
  text(name: string, whenAbsent: string): string {
    return this.#values.get(name)?.string ?? whenAbsent;
  }

  /** A list of integers, of that length where one is given; undefined where the file has none. */
  ints(name: string, length?: number): readonly number[] | undefined {
    const values = this.#values.get(name)?.ints;
    if (values === undefined) return undefined;
    if (length !== undefined && values.length !== length) {
      throw this.#fail(`has ${values.length} numbers as its attribute ${name} instead of ${length}`);
    }
    return values;
  }
}
