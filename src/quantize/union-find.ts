/** Groups of numbers that are merged pair by pair. */

/** Disjoint groups of the numbers 0 … size − 1; each is alone at first. */
export class UnionFind {
  readonly #parent: number[];

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, i) => i);
  }

  /** The number that stands for the group of `i`: the smallest of it. */
  find(i: number): number {
    let root = i;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    for (let k = i; k !== root; ) {
      const next = this.#parent[k]!;
      this.#parent[k] = root;
      k = next;
    }
    return root;
  }

  /** Makes one group of the groups of `a` and `b`. */
  union(a: number, b: number): void {
    const [one, other] = [this.find(a), this.find(b)];
    this.#parent[Math.max(one, other)] = Math.min(one, other);
  }
}
