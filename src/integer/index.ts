/** Integer execution of a graph on the host: the C kernels of templates/kernels as WebAssembly. */
export { type IntegerNetwork, loadIntegerNetwork } from './network.ts';
