/** Bringing imported networks into one clean form. */
export { simplify } from './simplify.ts';
