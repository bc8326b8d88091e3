/** What is used here of WebAssembly: TypeScript declares it with the browser's types only, which Node code goes without. */

/** A module's memory, in pages of 64 KiB. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages; a RangeError where they cannot be had. Replaces `buffer`. */
  grow(pages: number): number;
}

/** A compiled module; nothing is asked of it. */
export type WasmModule = object;

interface WasmApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  instantiate(module: WasmModule): Promise<{ readonly exports: Readonly<Record<string, unknown>> }>;
}

/** The global of that name. */
export const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
