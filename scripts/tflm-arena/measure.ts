/**
 * Makes test/memory/tflm-arena.json: the smallest arena with which TFLM's AllocateTensors() succeeds, for some of the
 * conformance networks and for those of ../shared. Measured on an emulated Cortex-M4. Needs arm-none-eabi-g++ with
 * libstdc++, qemu-system-arm and a checkout of TFLM (docs/TFLM.md), which is compiled at the first time:
 *
 *     TFLM_DIR=path/to/tflite-micro npx tsx scripts/tflm-arena/measure.ts FOLDER [--all]
 *
 * FOLDER is for the firmware. With --all every conformance network is measured; no file is written then. It says where an
 * estimate is below what was measured.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findBoard } from '../../src/boards/index.ts';
import { renderProject, writeProject } from '../../src/emit/index.ts';
import { readTflite } from '../../src/formats/tflite/index.ts';
import { estimateTflmArena } from '../../src/memory/index.ts';
import { allOps, variableCount } from '../../src/ops/index.ts';
import {
  conformanceNetworks,
  type NamedNetwork,
  sharedNetworks,
} from '../../test/memory/support/arena-networks.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Models start at multiples of it. */
const ALIGNMENT = 16;

const board = await findBoard('mps2-an386');

/** The models one after the other, and the table of where each begins. */
function modelFiles(networks: readonly NamedNetwork[]): { blob: Uint8Array; header: string } {
  const parts: Uint8Array[] = [];
  const rows: string[] = [];
  let offset = 0;
  for (const { name, model } of networks) {
    rows.push(`  {models + ${offset}, ${variableCount(readTflite(model, name))}},`);
    const padding = new Uint8Array(-model.length & (ALIGNMENT - 1));
    parts.push(model, padding);
    offset += model.length + padding.length;
  }
  const header = [
    '#include <cstdint>',
    'extern "C" const uint8_t models[];',
    'struct Network {',
    '  const uint8_t *model;',
    '  uint32_t variables;',
    '};',
    'const Network networks[] = {',
    ...rows,
    '};',
    `constexpr uint32_t network_count = ${networks.length};`,
    '',
  ].join('\n');
  return { blob: Buffer.concat(parts), header };
}

/** A resolver of all operators: it lies outside the arena. */
function resolverText(): string {
  const methods = [...new Set(allOps().map((def) => def.tflmResolver))];
  return [
    '#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"',
    `using Resolver = tflite::MicroMutableOpResolver<${methods.length}>;`,
    'inline void add_operators(Resolver &resolver) {',
    ...methods.map((method) => `  resolver.${method}();`),
    '}',
    '',
  ].join('\n');
}

/** The board's project with the measuring program instead of harness and network. */
async function writeProgram(networks: readonly NamedNetwork[], dir: string): Promise<void> {
  // One of them brings the build file: a network with an operator of the signal library, which is a part of its own.
  const { model, name } = networks.find((network) => network.name.startsWith('SIGNAL_')) ?? networks[0]!;
  const graph = readTflite(model, name);
  const project = await renderProject({ graph, model, name: 'net', runtime: 'tflm', board });
  await writeProject(project, dir, { force: true });
  const unused = ['main.c', 'tflq/net.cc', 'tflq/net_model.cc', 'tflq/platform/tflm_support.cc'];
  const harness = readdirSync(join(dir, 'tflq/harness')).filter((file) => file !== 'tflq_port.h');
  for (const path of [...unused, ...harness.map((file) => `tflq/harness/${file}`)]) rmSync(join(dir, path));
  const { blob, header } = modelFiles(networks);
  writeFileSync(join(dir, 'models.bin'), blob);
  writeFileSync(join(dir, 'tflq/networks.h'), header);
  writeFileSync(join(dir, 'tflq/resolver.h'), resolverText());
  cpSync(here('measure.cc'), join(dir, 'main.cc'));
}

/** Compiles the firmware; gives its image. */
function build(dir: string): string {
  const operators = allOps().map((def) => def.tflmRegister ?? def.type);
  const variables = [
    `TFLM_OPERATORS=${operators.join(' ')}`,
    `TFLM_DIR=${process.env.TFLM_DIR}`,
    'CFLAGS=-Os',
  ];
  execFileSync('make', [`-j${availableParallelism()}`, ...variables], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(dir, 'build/firmware.elf');
}

/** What the firmware says: the bytes that each network needs. */
function run(image: string, networks: readonly NamedNetwork[]): Promise<Map<string, number>> {
  const { program, args } = board.emulator!;
  const child = spawn(
    program,
    args.map((arg) => arg.replace('{serial}', 'stdio').replace('{image}', image)),
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.endsWith('done\n')) return;
      child.kill('SIGKILL');
      const lines = [...said.matchAll(/^(\d+) (\d+|refused)\r?$/gm)];
      resolve(new Map(lines.map(([, k, bytes]) => [networks[Number(k)]!.name, Number(bytes)])));
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the emulator ended after: ${said.slice(-200)}`)));
  });
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' } } });
const [dir] = positionals;
if (dir === undefined || process.env.TFLM_DIR === undefined) throw new Error('needs FOLDER and TFLM_DIR');
const networks = [
  ...conformanceNetworks(values.all ? Number.POSITIVE_INFINITY : undefined),
  ...sharedNetworks(),
];
await writeProgram(networks, dir);
const needs = await run(build(dir), networks);
for (const { name, model } of networks) {
  const [estimate, bytes] = [estimateTflmArena(readTflite(model, name)), needs.get(name)!];
  if (!(estimate >= bytes)) console.log(`${name}: needs ${bytes}, estimated ${estimate}`);
}
if (!values.all) {
  const table: Record<string, number> = Object.fromEntries(needs);
  writeFileSync(here('../../test/memory/tflm-arena.json'), `${JSON.stringify(table, null, 2)}\n`);
}
