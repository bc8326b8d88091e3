/** Single settings of a board's framework, for those who drive the framework's own tools. */
import type { Board } from './schema.ts';

/** A setting that the board's file gives under its framework's name; empty where it does not. */
export function frameworkSetting(board: Board, name: string): string {
  return String(board.settings[board.framework]?.[name] ?? '');
}
