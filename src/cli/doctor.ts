/** The work of `doctor`: what is installed, what is missing, and how to get it. */
import { readFile } from 'node:fs/promises';
import { findBoard, loadBoards } from '../boards/index.ts';
import type { Board } from '../boards/schema.ts';
import { hasCLibrary } from '../build/c-library.ts';
import { buildNeeds } from '../build/needs.ts';
import { findProgram } from '../common/programs.ts';
import { resourcePath } from '../common/resources.ts';
import { methodsOf } from '../flash/methods-of.ts';
import { flashTools } from '../flash/tools.ts';
import { serialAccess } from '../link/serial-access.ts';
import { loadSerialport } from '../link/system-ports.ts';

/** One thing that was looked for. */
export interface Finding {
  /** E.g. `Node.js`, `serial ports`, `arm-none-eabi-gcc`. */
  readonly name: string;
  /** What it is for, in words. */
  readonly purpose: string;
  readonly isThere: boolean;
  /** True where the named board, or without one the tool itself, does not work without it. */
  readonly isNeeded: boolean;
  /** Its version or its path, or why it counts as missing; null where nothing is to be said. */
  readonly detail: string | null;
  /** How to get it, as a sentence; null where it is there. */
  readonly hint: string | null;
}

/** What `doctor` found; `--json` prints it. */
export interface Diagnosis {
  /** The board that was asked about; null for all. */
  readonly board: string | null;
  readonly findings: readonly Finding[];
  /** True where nothing is missing that is needed. */
  readonly isWell: boolean;
}

/** A program that boards need. */
interface Need {
  /** Any of them will do. */
  readonly programs: readonly string[];
  readonly purpose: 'builds' | 'emulates' | 'flashes' | 'can also flash';
  readonly hint: string;
  readonly boards: Set<string>;
}

const byApt = (packages: readonly string[]): string =>
  `On Debian and Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}`;

const AS_USUAL = 'Install it and make sure that it is in PATH.';

async function nodeFinding(): Promise<Finding> {
  const text = await readFile(resourcePath('package.json'), 'utf8');
  const range = (JSON.parse(text) as { engines: { node: string } }).engines.node;
  const least = Number(/\d+/.exec(range)?.[0]);
  const isThere = Number.parseInt(process.versions.node, 10) >= least;
  return {
    name: 'Node.js',
    purpose: `runs the tool (${range})`,
    isThere,
    isNeeded: true,
    detail: process.versions.node,
    hint: isThere ? null : 'Get a newer one from https://nodejs.org or with your version manager.',
  };
}

async function serialFinding(): Promise<Finding> {
  const purpose = 'talks to boards';
  const loaded = await loadSerialport().then(
    () => undefined,
    (error: Error) => error,
  );
  const finding = { name: 'serial ports', purpose, isNeeded: true };
  if (loaded !== undefined) {
    const hint = 'Install tflq-micro again, on this machine and with this version of Node.js.';
    return { ...finding, isThere: false, detail: loaded.message, hint };
  }
  const { isPermitted, reason } = await serialAccess();
  const hint = 'On Linux: sudo usermod -a -G dialout "$USER" (Arch: uucp), then log in again.';
  return {
    ...finding,
    isThere: isPermitted !== false,
    detail: reason,
    hint: isPermitted === false ? hint : null,
  };
}

/** The first of the programs that is there. */
async function programFinding(
  programs: readonly string[],
  rest: Pick<Finding, 'purpose' | 'isNeeded'> & { hint: string },
): Promise<Finding> {
  for (const name of programs) {
    const path = await findProgram(name);
    if (path !== undefined) return { name, ...rest, isThere: true, detail: path, hint: null };
  }
  return { name: programs.join(' or '), ...rest, isThere: false, detail: 'not in PATH' };
}

/** Without udev, boards are found by sysfs; what udev adds are names that stay and rights for debug probes. */
async function udevFinding(): Promise<Finding[]> {
  if (process.platform !== 'linux') return [];
  const hint = byApt(['udev']);
  return [await programFinding(['udevadm'], { purpose: 'lists serial ports', isNeeded: false, hint })];
}

/** What flash methods start, of those that do not do all by themselves. */
function flashNeeds(methods: readonly string[], purpose: Need['purpose']): Omit<Need, 'boards'>[] {
  return methods.map(flashTools).flatMap((tools) => {
    return tools === undefined ? [] : [{ programs: tools.programs, purpose, hint: tools.install }];
  });
}

/** What a board needs, besides what is in the package. */
async function needsOf(board: Board): Promise<Omit<Need, 'boards'>[]> {
  const { programs, packages, install } = await buildNeeds({ board, runtime: board.runtime });
  const buildHint = packages.length > 0 ? byApt(packages) : (install ?? AS_USUAL);
  const [usual, ...others] = await methodsOf(board);
  const { emulator } = board;
  return [
    ...programs.map((program) => ({ programs: [program], purpose: 'builds' as const, hint: buildHint })),
    ...(emulator === undefined
      ? []
      : [{ programs: [emulator.program], purpose: 'emulates' as const, hint: byApt(emulator.packages) }]),
    ...flashNeeds([usual!], 'flashes'),
    ...flashNeeds(others, 'can also flash'),
  ];
}

/** The board's C library, where its compiler is there: it is a package of its own. */
async function libraryFinding(board: Board): Promise<Finding[]> {
  const { programs, packages } = await buildNeeds({ board, runtime: board.runtime });
  const compiler = `${board.toolchain.prefix}gcc`;
  if (!programs.includes(compiler) || (await findProgram(compiler)) === undefined) return [];
  const isThere = await hasCLibrary(board);
  return [
    {
      name: 'C library',
      purpose: `of ${compiler}, for ${board.core.name}`,
      isThere,
      isNeeded: true,
      detail: isThere ? null : `${compiler} finds no string.h, or no specs`,
      hint: isThere ? null : byApt(packages),
    },
  ];
}

/** The needs of all boards, each program once for each purpose. */
async function needsOfAll(boards: readonly Board[]): Promise<Need[]> {
  const needs = new Map<string, Need>();
  for (const board of boards)
    for (const need of await needsOf(board)) {
      const key = `${need.purpose} ${need.programs.join(' ')}`;
      const known = needs.get(key) ?? { ...need, boards: new Set<string>() };
      known.boards.add(board.id);
      needs.set(key, known);
    }
  return [...needs.values()];
}

/** Which boards a program is for, in words. */
function purposeText({ purpose, boards }: Need): string {
  const [first, second, ...more] = boards;
  const named = [first, second].filter((id) => id !== undefined).join(', ');
  return `${purpose} ${named}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}

/**
 * Looks for everything that the tool and the boards need.
 *
 * @param named a board; all of them unless given
 * @param framework one of the board's frameworks; its first unless given
 * @throws TflqError('board') where there is no such board
 */
export async function diagnose(named?: string, framework?: string): Promise<Diagnosis> {
  const boards = named === undefined ? await loadBoards() : [await findBoard(named, framework)];
  const needs = await needsOfAll(boards);
  const programs = needs.map((need) =>
    programFinding(need.programs, {
      purpose: purposeText(need),
      isNeeded: named !== undefined && need.purpose !== 'can also flash',
      hint: need.hint,
    }),
  );
  const findings = [
    await nodeFinding(),
    await serialFinding(),
    ...(await udevFinding()),
    ...(await Promise.all(programs)),
    ...(named === undefined ? [] : await libraryFinding(boards[0]!)),
  ];
  return {
    board: named === undefined ? null : boards[0]!.id,
    findings,
    isWell: findings.every(({ isThere, isNeeded }) => isThere || !isNeeded),
  };
}
