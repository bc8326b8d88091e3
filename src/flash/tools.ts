/** The programs that flash methods start. */
import type { FlashTools } from './flash-method.ts';
import { FLASH_METHODS } from './methods/index.ts';

/** What a flash method starts; undefined where it does all by itself, or is not known. */
export function flashTools(method: string): FlashTools | undefined {
  return Object.hasOwn(FLASH_METHODS, method) ? FLASH_METHODS[method]?.tools : undefined;
}
