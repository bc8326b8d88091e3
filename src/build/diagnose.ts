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

/** A linker that has no more room. Linker scripts of others call their regions as they like. */
const OVERFLOW = /region [`'"]?(\w+)['"]? overflowed by (\d+) bytes?/g;

/** Regions by what they are called, in the board's file and in words. */
const REGIONS = [
  { called: /^(?:FLASH|ROM|TEXT|irom\w*|drom\w*)$/i, key: 'flash', words: 'flash' },
  { called: /RAM|^(?:data|bss)$/i, key: 'ram', words: 'RAM' },
] as const;

const SMALLER =
  'Take a smaller network, or a board with more memory: `tflq-micro boards` shows what they have.';

function describeOverflow(output: string, board: Board): Diagnosis | undefined {
  const overflows = [...output.matchAll(OVERFLOW)].map(([, name, bytes]) => {
    const known = REGIONS.find(({ called }) => called.test(name!));
    const size = known === undefined ? undefined : board.memory?.[known.key].size;
    const has = size === undefined ? '' : ` (it has ${size})`;
    return `${bytes} ${bytes === '1' ? 'byte' : 'bytes'} too much ${known?.words ?? `of the region ${name}`}${has}`;
  });
  if (overflows.length === 0) return undefined;
  return {
    message: `the firmware does not fit ${board.id}: it takes ${[...new Set(overflows)].join(' and ')}`,
    hint: `${SMALLER} \`make CFLAGS=-Os\` makes code smaller, and \`gen --lib-only\` leaves out the harness.`,
    missingTool: false,
  };
}

/** What is wrong where a text matches a pattern; $1 in the words stands for the pattern's first group. */
interface Usual {
  readonly said: RegExp;
  readonly message: string;
  readonly hint: string;
  readonly missingTool?: boolean;
}

/** What goes wrong outside of the source, by what shells, make, compilers and linkers say. The first that fits counts. */
const USUAL: readonly Usual[] = [
  {
    said: /(?:^|[\s:/])([\w.+-]*(?:gcc|g\+\+|clang\+*|cc|objcopy|size|ld|ninja|cmake)): (?:command not found|not found|No such file or directory)$/m,
    message: 'the program $1 is not installed, or not in PATH',
    hint: 'Install it; or, where an SDK brings it, source its environment in this shell. tflq-micro doctor tells what else is missing.',
    missingTool: true,
  },
  {
    said: /fatal error: ((?:esp_|freertos\/|driver\/|sdkconfig)[\w./]*): No such file/,
    message: "ESP-IDF's header $1 was not found: this build does not know of ESP-IDF",
    hint: 'Build with idf.py, in a shell that has sourced export.sh. A component that uses it names it in REQUIRES.',
    missingTool: true,
  },
  {
    said: /fatal error: ((?:zephyr\/|devicetree|autoconf)[\w./]*): No such file/,
    message: "Zephyr's header $1 was not found: this build does not know of Zephyr",
    hint: 'Build with west, in a Zephyr workspace or with ZEPHYR_BASE set.',
    missingTool: true,
  },
  {
    said: /fatal error: ((?:pico\/|hardware\/)[\w./]*): No such file/,
    message: "the Pico SDK's header $1 was not found",
    hint: 'Set PICO_SDK_PATH to a checkout of the Pico SDK with its submodules, and remove the folder `build`.',
    missingTool: true,
  },
  {
    said: /fatal error: (tensorflow\/lite\/[\w./]*|flatbuffers\/[\w./]*): No such file/,
    message: "TensorFlow Lite Micro's header $1 was not found",
    hint: 'Say where TFLM is (`gen --tflm-dir`), with its downloads; docs/TFLM.md tells how to get it. `--runtime c` needs none.',
    missingTool: true,
  },
  {
    said: /(?:fatal error: error writing|write error|cannot (?:write|close)|final close failed).*(No space left on device|Disk quota exceeded)/,
    message: 'the build has no more room on the disk ($1)',
    hint: 'Make room and build again.',
  },
  {
    said: /fatal error: (Killed signal) terminated program|(?:cc1(?:plus)?|ld): out of memory|virtual memory exhausted|Cannot allocate memory/,
    message: 'the compiler ran out of memory',
    hint: 'Close what else takes memory and build again; `make -j1` in the project compiles one file at a time.',
  },
];

function describeUsual(output: string): Diagnosis | undefined {
  for (const { said, message, hint, missingTool = false } of USUAL) {
    const found = said.exec(output);
    if (found !== null) return { message: message.replace('$1', found[1] ?? ''), hint, missingTool };
  }
  return undefined;
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

  const usual = describeUsual(output);
  if (usual !== undefined) return usual;

  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => ERROR_LINE.test(line));
  const shown = (errors.length > 0 ? errors : lines.slice(-SHOWN_LINES)).slice(0, SHOWN_LINES);
  return {
    message: ['the firmware does not build', ...shown.map((line) => `  ${line.trim()}`)].join('\n'),
    missingTool: false,
  };
}
