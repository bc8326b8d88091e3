/** Random numbers from a seed. */
export { randomNumbers } from '../../src/common/random.ts';
