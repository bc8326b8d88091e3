/** Flashing by a program that is not ours: found, driven, and its failures explained. A method declares the program. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Board } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';
import { findProgram, requirePrograms } from '../common/programs.ts';
import type { Progress } from '../common/progress.ts';
import { choosePort } from '../link/ports.ts';
import type { FlashMethod } from './flash-method.ts';
import { type FlashImage, loadImage, requireInFlash } from './image.ts';
import { type Explanation, runUploader, UPLOAD_TROUBLE } from './run-uploader.ts';

/** What a program is told of. */
export interface ToolJob {
  readonly board: Board;
  /** The ELF file, relative to the project's folder, in which the program runs; its name is harmless. */
  readonly elf: string;
  /** The port that the user named, if any. */
  readonly port: string | undefined;
  readonly baud: number | undefined;
  /** What is in the ELF file, checked against the board's flash. */
  image(): Promise<FlashImage>;
  /** Makes a file for the program in the project's build folder; returns its path as `elf` is. */
  file(name: string, content: Uint8Array | string): Promise<string>;
  /** Asks the board for its bootloader; see touch.ts. */
  touch(): Promise<boolean>;
}

/** One run of a program. */
interface ToolCommand {
  readonly args: readonly string[];
  /** What it prints when all went well, where its exit code says too little. */
  readonly proof?: RegExp;
}

/** One program that can do it. */
interface ToolProgram {
  readonly name: string;
  /** Its runs, one after the other. */
  commands(job: ToolJob): Promise<readonly ToolCommand[]> | readonly ToolCommand[];
}

/** A way to flash by programs that are not ours. */
export interface ExternalTool {
  /** For people. */
  readonly title: string;
  /** Any of them will do; the first that is installed is taken. */
  readonly programs: readonly [ToolProgram, ...ToolProgram[]];
  /** How to get one, as a sentence. */
  readonly install: string;
  /** What they fail of, before what all have in common. */
  readonly trouble: readonly Explanation[];
}

/** What debug probes have in common. */
export const PROBE_TROUBLE: readonly Explanation[] = [
  [
    /LIBUSB_ERROR_ACCESS|insufficient permissions|permission denied|Access denied/i,
    'access to the debug probe is not permitted',
    "On Linux: install the probe's udev rules (OpenOCD, stlink-tools, SEGGER and probe-rs bring some), then plug it in again.",
  ],
  [
    /LIBUSB_ERROR_BUSY|resource busy|already in use|claim interface/i,
    'the debug probe is in use by another program',
    'Close the debugger, IDE or monitor that has it.',
  ],
];

/** A fact of the board's file that a method cannot do without. */
export function fact<Name extends keyof Board['flash']>(
  { id, flash }: Board,
  name: Name,
  example: string,
): NonNullable<Board['flash'][Name]> {
  const value = flash[name];
  if (value !== undefined) return value;
  throw new TflqError('board', `the board file does not say flash.${name}`, {
    where: `board ${id}, field flash.${name}`,
    hint: `Add it, e.g. ${name}: ${example}. docs/FLASHING.md says what each method asks for.`,
  });
}

/** The port, where a method cannot do without: the named one, or the one that fits the board. */
export async function serialPort({ board, port }: ToolJob): Promise<string> {
  return port ?? (await choosePort(board)).path;
}

/** The last percentage in what a program printed. */
function percentage(text: string): number | undefined {
  const found = [...text.matchAll(/\b(\d{1,3})(?:\.\d+)?\s?%/g)].at(-1)?.[1];
  return found === undefined ? undefined : Math.min(100, Number(found));
}

/** Shows a program's own percentages. */
function follow(progress: Progress): (text: string) => void {
  return (text) => {
    const done = percentage(text);
    if (done !== undefined) progress.update(done);
  };
}

function toolJob({ dir, manifest, image, port, baud, signal }: Parameters<FlashMethod>[0]): ToolJob {
  const { board } = manifest;
  return {
    board,
    elf: relative(dir, image).split(sep).join('/'),
    port,
    baud: baud ?? board.flash.baud,
    async image() {
      const pieces = await loadImage(image);
      if (board.memory !== null && board.memory.flash.origin > 0)
        requireInFlash(pieces, board.memory.flash, image);
      return pieces;
    },
    async file(name, content) {
      const path = join(dir, 'build', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return `build/${name}`;
    },
    async touch() {
      if (board.flash.touch !== true) return false;
      const { touch } = await import('./touch.ts');
      return touch(dir, manifest, port, signal);
    },
  };
}

/** The first program that is installed; the first of all where none is, for the message. */
async function choose([first, ...rest]: ExternalTool['programs']): Promise<ToolProgram> {
  for (const program of [first, ...rest]) if ((await findProgram(program.name)) !== undefined) return program;
  return first;
}

/**
 * A flash method of a declaration.
 *
 * Throws TflqError('tool') where no program is installed; 'board' where the board's file lacks a fact; 'build' where
 * the image is not for the board; 'link' where the program fails; 'interrupted' by the signal.
 */
export function externalTool({ title, programs, install, trouble }: ExternalTool): FlashMethod {
  const method: FlashMethod = async (run) => {
    const { dir, manifest, progress, signal } = run;
    const program = await choose(programs);
    await requirePrograms([program.name], [], `flashing ${manifest.board.id}`, install);
    const common = { program: program.name, install, dir, manifest, signal };
    for (const { args, proof } of await program.commands(toolJob(run))) {
      progress.start(`flashing by ${title}`, 100);
      await runUploader({
        ...common,
        args,
        proof,
        trouble: [...trouble, ...UPLOAD_TROUBLE],
        onOutput: follow(progress),
      });
    }
    return `${manifest.board.name}, by ${title}`;
  };
  return Object.assign(method, { tools: { programs: programs.map(({ name }) => name), install } });
}
