/** Makes of a failed build's output what a user wants to read of it. */
import type { Board } from '../boards/schema.ts';
import { toolchainPackages } from '../boards/toolchain.ts';

/** What went wrong, and what to do about it. */
export interface Diagnosis {
  /** Without a final full stop. */
  readonly message: string;
  readonly hint?: string;
  /** True if a part of the toolchain is missing, rather than the source being wrong. */
  readonly missingTool: boolean;
}

/** How many of the compiler's own lines are shown. */
const SHOWN_LINES = 4;

/** Lines in which compilers, linkers and make say what is wrong. */
const ERROR_LINE =
  /\b(?:fatal )?error: |undefined reference to|multiple definition of|No rule to make target|\*\*\* (?!\[)/;

/** What a toolchain without its C library says. */
const NO_LIBRARY =
  /cannot read spec file '[^']*'|cannot find -l(?:c|m|g|gcc|stdc\+\+)\b|fatal error: (?:stdint|stddef|stdbool|string|cstdint|cstddef|algorithm|new)(?:\.h)?: No such file/;

const OVERFLOW = /region [`'"]?(FLASH|RAM)['"]? overflowed by (\d+) bytes?/g;

/** How a linker script's regions are called in the board's file, and in words. */
const REGIONS = { FLASH: { key: 'flash', words: 'flash' }, RAM: { key: 'ram', words: 'RAM' } } as const;

function describeOverflow(output: string, board: Board): Diagnosis | undefined {
  const overflows = [...output.matchAll(OVERFLOW)].map(([, name, bytes]) => {
    const { key, words } = REGIONS[name as keyof typeof REGIONS];
    return { words, bytes: Number(bytes), size: board.memory?.[key].size };
  });
  if (overflows.length === 0) return undefined;
  const parts = overflows.map(
    ({ words, bytes, size }) => `${bytes} bytes too much ${words} (it has ${size})`,
  );
  return {
    message: `the firmware does not fit ${board.id}: it takes ${parts.join(' and ')}`,
    hint: 'Take a smaller network, or a board with more memory: `tflq-micro boards` shows what they have. `make CFLAGS=-Os` makes code smaller, and `gen --lib-only` leaves out the harness.',
    missingTool: false,
  };
}

/**
 * @param output all that the build printed
 * @param board the board that was built for
 * @param runtime what the project executes its network by: tells which libraries it needs
 */
export function diagnose(output: string, board: Board, runtime: 'c' | 'tflm' = 'c'): Diagnosis {
  const overflow = describeOverflow(output, board);
  if (overflow !== undefined) return overflow;

  const missing = NO_LIBRARY.exec(output);
  if (missing !== null)
    return {
      message: `the C library for ${board.core.name} is not installed (${missing[0]})`,
      hint: `On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${toolchainPackages(board, runtime).join(' ')}`,
      missingTool: true,
    };

  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => ERROR_LINE.test(line));
  const shown = (errors.length > 0 ? errors : lines.slice(-SHOWN_LINES)).slice(0, SHOWN_LINES);
  return {
    message: ['the firmware does not build', ...shown.map((line) => `  ${line.trim()}`)].join('\n'),
    missingTool: false,
  };
}
