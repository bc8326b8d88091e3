/** Execution of networks in real numbers. */

export { type FloatNetwork, loadFloatNetwork } from './network.ts';
