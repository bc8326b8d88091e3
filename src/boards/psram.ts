/** External RAM. */
import type { Board } from './schema.ts';

/**
 * Bytes of external RAM that an arena may lie in; 0 where there is none, or the board's framework cannot put it there.
 * A framework that can has a setting `psram`, the kind of RAM or `none`, and a template NAME_memory.h in the network's
 * folder, which defines for the network NAME (in capitals where it is a macro)
 *
 *     TFLQ_NAME_ARENA_ATTRIBUTE                     what makes the linker put a variable there (runtime c)
 *     void *tflq_NAME_allocate_arena(size_t)        memory aligned to 16 bytes, or null (runtime tflm)
 */
export function usablePsram({ memory, framework, settings }: Board): number {
  const kind = settings[framework]?.psram ?? 'none';
  return kind === 'none' ? 0 : (memory?.psram ?? 0);
}
