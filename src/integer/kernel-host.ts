/** The kernels compiled to WebAssembly: templates/kernels/host.wasm, made by scripts/build-kernels.mjs. */
import { readFile } from 'node:fs/promises';
import { resourcePath } from '../common/resources.ts';
import { type WasmMemory, type WasmModule, wasm } from './webassembly.ts';

/** A kernel: the address of its parameters, then one address for each of its arguments (0 for an absent one). */
export type Kernel = (...addresses: number[]) => void;

/** One instance of the kernels, with a memory of its own. */
export interface KernelHost {
  readonly memory: WasmMemory;
  /** The first address that is free; what lies below is the kernels' own tables and stack. */
  readonly heapBase: number;
  /** The kernel of that name, e.g. `add_s8`. */
  kernel(name: string): Kernel;
}

let compiled: Promise<WasmModule> | undefined;

async function compile(): Promise<WasmModule> {
  return wasm.compile(await readFile(resourcePath('templates', 'kernels', 'host.wasm')));
}

/** Makes an instance. The module is compiled once a process. */
export async function kernelHost(): Promise<KernelHost> {
  compiled ??= compile();
  const { exports } = await wasm.instantiate(await compiled);
  return {
    memory: exports.memory as WasmMemory,
    heapBase: (exports.__heap_base as { readonly value: number }).value,
    kernel(name) {
      const kernel = exports[name];
      if (typeof kernel !== 'function') {
        throw new Error(`host.wasm has no kernel ${name}: run node scripts/build-kernels.mjs`);
      }
      return kernel as Kernel;
    },
  };
}
