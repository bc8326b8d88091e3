/** The emitted C for every core that a board names, and every real network: none of them warns. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadBoards } from '../../src/boards/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { rendered, written } from './support/projects.ts';

const STRICT = ['-std=c99', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror', '-O2'];
const NETWORKS = ['kws_int8', 'resnet8_int8', 'ad_int8', 'micro_speech_int8', 'hello_world_int8'];

/** Debian's RISC-V compiler of this age knows no bit-manipulation extensions beyond Zba, Zbb and Zbs, nor core names. */
const UNKNOWN_TO_GCC_12 = /_zbkb|_zcb|_zcmp|_xesp/;

/** The compiler that makes code for a core's flags; cores without flags (Xtensa, the host) are the host's affair. */
function compilerFor(flags: readonly string[]): string {
  if (flags.some((flag) => flag.startsWith('-mcpu=cortex'))) return 'arm-none-eabi-gcc';
  return flags.some((flag) => flag.startsWith('-march=rv')) ? 'riscv64-unknown-elf-gcc' : 'gcc';
}

/** The flags of each core once, with the boards that have it. */
async function cores() {
  const byFlags = new Map<string, { flags: string[]; boards: string[] }>();
  for (const { id, core } of await loadBoards()) {
    const flags = core.flags.filter((flag) => !flag.startsWith('--specs='));
    const entry = byFlags.get(flags.join(' ')) ?? { flags, boards: [] };
    entry.boards.push(id);
    byFlags.set(flags.join(' '), entry);
  }
  return [...byFlags.values()].map(({ flags, boards }) => {
    const compiler = compilerFor(flags);
    const reason = !hasShared
      ? 'no ../shared'
      : spawnSync(compiler, ['--version']).status !== 0
        ? `no ${compiler}`
        : flags.some((flag) => UNKNOWN_TO_GCC_12.test(flag))
          ? 'Debian’s compiler does not know the core'
          : '';
    return { flags, compiler, boards: boards.join(', '), reason: reason && ` (skipped: ${reason})` };
  });
}

describe.each(await cores())('$boards', ({ flags, compiler, reason }) => {
  it.skipIf(reason !== '').each(NETWORKS)(`%s compiles without a warning${reason}`, async (name) => {
    const model = readFileSync(sharedPath('models', `${name}.tflite`));
    const cwd = await written(await rendered(readTflite(model, name), { model, name, libOnly: true }));
    // Freestanding: what is emitted needs no C library, and the compiler's own headers are enough.
    const args = [...STRICT, ...flags, '-ffreestanding', '-c', '-o', 'object.o', `tflq/${name}.c`];
    const { status, stderr } = spawnSync(compiler, args, { cwd, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
