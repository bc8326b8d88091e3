/** Which processes run, to see whether any was left behind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** True where running processes can be seen (Linux). */
export const hasProcesses = existsSync('/proc/self/cmdline');

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ''; // it has just ended
  }
}

/** The command lines that hold a text. A process that was ended and waits for its parent has none. */
export function commandLinesWith(text: string): string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(commandLine).filter((line) => line.includes(text));
}
