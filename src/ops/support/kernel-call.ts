/**
 * How an operation calls its C kernel. One description serves both users of the kernels: src/emit prints it as
 * C, src/integer lays it out in the memory of the same kernels compiled to WebAssembly.
 *
 * The convention of templates/kernels: kernel `conv_2d_s8` lives in templates/kernels/conv_2d_s8.h, which
 * defines `tflq_conv_2d_s8_params`, a struct of `int32_t`, `float` and `const int32_t *` fields only (so that
 * field k lies at byte 4k on every 32-bit machine), and
 * `void tflq_conv_2d_s8(const tflq_conv_2d_s8_params *p, …)` with the arguments in the order given here.
 */

/** One field of the params struct, in the struct's order. */
export type KernelField =
  | { readonly name: string; readonly type: 'int32'; readonly value: number }
  | { readonly name: string; readonly type: 'float'; readonly value: number }
  /** `const int32_t *` to a constant table. */
  | { readonly name: string; readonly type: 'table'; readonly values: readonly number[] };

/** One pointer argument. */
export type KernelArgument =
  | { readonly kind: 'read'; readonly tensor: number }
  | { readonly kind: 'write'; readonly tensor: number }
  /** NULL: an optional tensor that is absent. */
  | { readonly kind: 'absent' }
  /** Memory that is the kernel's own during the call; 4-byte aligned. */
  | { readonly kind: 'scratch'; readonly bytes: number };

/** What a custom operator that only the user's code knows is called by (docs/CUSTOM-OPERATORS.md). */
export interface CustomHook {
  /** The operator's name in the file. It is a stranger's string. */
  readonly name: string;
  /** Its options in the file, whatever they mean. */
  readonly options: Uint8Array;
}

/** One call. */
export interface KernelCall {
  /** Where it is there, the call is the user's function, which only the board has: `kernel` and `fields` mean nothing. */
  readonly hook?: CustomHook;
  /** Name of the kernel: the file's name without `.h`, the function's without `tflq_`. */
  readonly kernel: string;
  /** What its code takes of flash at most, in bytes, where that is more than a kilobyte: on a 32-bit core, at -O2. */
  readonly codeBytes?: number;
  readonly fields: readonly KernelField[];
  readonly args: readonly KernelArgument[];
}

/** An int32 field. */
export function int32Field(name: string, value: number): KernelField {
  return { name, type: 'int32', value };
}

/** A float field. */
export function floatField(name: string, value: number): KernelField {
  return { name, type: 'float', value };
}

/** A `const int32_t *` field. */
export function tableField(name: string, values: readonly number[]): KernelField {
  return { name, type: 'table', values };
}

/** A tensor that the kernel reads; NULL where the index is −1. */
export function reads(tensor: number): KernelArgument {
  return tensor < 0 ? { kind: 'absent' } : { kind: 'read', tensor };
}

/** A tensor that the kernel writes. */
export function writes(tensor: number): KernelArgument {
  return { kind: 'write', tensor };
}
