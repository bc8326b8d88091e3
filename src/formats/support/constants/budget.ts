/** How much may be computed while a file is imported: shape arithmetic and weights, not networks. */

/** Elements of all constants that are computed of others. */
const MOST_ELEMENTS = 2 ** 24;

/** What is left to be computed. */
export class Budget {
  #left = MOST_ELEMENTS;

  /**
   * Takes as many elements.
   *
   * @returns false where there are not so many left
   */
  take(elements: number): boolean {
    if (!(elements <= this.#left)) return false;
    this.#left -= elements;
    return true;
  }
}
