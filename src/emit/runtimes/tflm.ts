/** The runtime `tflm`: the model as a C array, with TensorFlow Lite Micro's interpreter set up for just its operators. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Board } from '../../boards/schema.ts';
import { TflqError } from '../../common/errors.ts';
import type { Graph } from '../../graph/graph.ts';
import { cmsisNnScratch, type EspNn, espNnScratch, estimateTflmArena } from '../../memory/index.ts';
import { opDef } from '../../ops/index.ts';
import { arrayRows } from '../c-array.ts';
import { renderTemplate } from '../render.ts';
import type { RuntimeContext, RuntimeEmitter, RuntimeMemory } from './runtime-emitter.ts';

/**
 * Flash of the interpreter, and of one operator's reference kernel; gcc 12.2 -O2 for a Cortex-M4 gave 37 kB for one
 * operator, 63 to 67 kB for six.
 */
const INTERPRETER_CODE_BYTES = 34_000;
const OPERATOR_CODE_BYTES = 6_000;

/** RAM of the interpreter, and of one operator's registration, with pointers of 4 bytes. */
const INTERPRETER_RAM_BYTES = 512;
const OPERATOR_RAM_BYTES = 48;

/** A file that every checkout of TFLM and every tree made from it has. */
const TFLM_FILE = 'tensorflow/lite/micro/micro_interpreter.h';

/** The build files that compile TFLM, by what the framework's file says. */
const BUILD_FILES = {
  makefile: {
    file: 'tflm.mk',
    dirFile: 'tflm_dir.mk',
    /** What neither make nor a shell takes for anything but a part of a path. */
    paths: /^[\p{L}\p{N}\p{M}/._+@,-]+$/u,
    tool: 'make',
    allowed: 'letters, digits and - _ . + @ ,',
    set: (path: string) => `TFLM_DIR = ${path}`,
    /** Without a makefile of ours, nothing includes it. */
    inLibrary: false,
  },
  cmake: {
    file: 'tflm.cmake',
    dirFile: 'tflm_dir.cmake',
    /** A bracket argument takes all but what ends it. CMake's lists are separated by semicolons. */
    paths: /^[^\];\p{Cc}]+$/u,
    tool: 'CMake',
    allowed: 'all but ] ; and control characters',
    set: (path: string) => `set(TFLQ_TFLM_DIR [==[${path}]==])`,
    inLibrary: true,
  },
} as const;

/** The operators of a network, each once, in the order of their first use. */
function operatorsOf(graph: Graph): string[] {
  return [...new Set(graph.ops.map((op) => op.type))];
}

/** The resolver's methods that register them. */
function resolverMethods(graph: Graph): string[] {
  return [...new Set(graph.ops.map((op, index) => opDef(op.type, index).tflmResolver))];
}

/**
 * The file that says where the user's TFLM is.
 *
 * @throws TflqError('usage') where there is no TFLM, or the build file could not handle its path
 */
async function tflmDirFile(tflmDir: string, build: keyof typeof BUILD_FILES): Promise<Uint8Array> {
  const { paths, tool, allowed, set } = BUILD_FILES[build];
  const path = resolve(tflmDir);
  if (!paths.test(path)) {
    throw new TflqError('usage', `the path of TFLM holds a character that ${tool} cannot handle`, {
      where: `--tflm-dir ${tflmDir}`,
      hint: `Put the checkout, or a symbolic link to it, where the path is of ${allowed} alone.`,
    });
  }
  try {
    await access(join(path, TFLM_FILE));
  } catch (cause) {
    throw new TflqError('usage', `this folder is no checkout of TFLM: it has no ${TFLM_FILE}`, {
      where: `--tflm-dir ${tflmDir}`,
      hint: 'Get one: git clone https://github.com/tensorflow/tflite-micro. See docs/TFLM.md.',
      cause,
    });
  }
  return Buffer.from(`# Where this machine has TFLM: what \`gen --tflm-dir\` was given.\n${set(path)}\n`);
}

/** TFLM's arena, with the kernels of ESP-NN or CMSIS-NN where the board's framework says that it has them. */
function arenaFor(graph: Graph, { framework, settings }: Board): number {
  if (settings[framework]?.cmsis_nn === true) return estimateTflmArena(graph, cmsisNnScratch);
  const chip = settings[framework]?.esp_nn;
  return chip === undefined
    ? estimateTflmArena(graph)
    : estimateTflmArena(graph, (node) => espNnScratch(node, chip as EspNn));
}

function memory(graph: Graph, model: Uint8Array, board: Board): RuntimeMemory {
  const arenaBytes = arenaFor(graph, board);
  const operators = resolverMethods(graph).length;
  return {
    arenaBytes,
    ramBytes: arenaBytes + INTERPRETER_RAM_BYTES + operators * OPERATOR_RAM_BYTES,
    weightBytes: model.length,
    codeBytes: INTERPRETER_CODE_BYTES + operators * OPERATOR_CODE_BYTES,
  };
}

async function files(context: RuntimeContext): Promise<ReadonlyMap<string, Uint8Array>> {
  const { graph, model, name, arenaIn, tflmHeader } = context;
  const values = {
    name,
    arenaIn,
    tflmHeader,
    bareMetal: context.board.startup.includes('bare-metal'),
    upper: name.toUpperCase(),
    operators: operatorsOf(graph),
    resolverMethods: resolverMethods(graph),
    modelBytes: model.length,
    modelRows: arrayRows(Array.from(model, (byte) => `0x${byte.toString(16).padStart(2, '0')}`)),
  };
  const render = (file: string) => renderTemplate(['runtime-tflm', file], values);
  const result = new Map([
    [`tflq/${name}.cc`, await render('network.cc.ejs')],
    [`tflq/${name}_model.h`, await render('model.h.ejs')],
    [`tflq/${name}_model.cc`, await render('model.cc.ejs')],
  ]);
  const { tflmBuild, tflmDir } = context;
  if (tflmBuild === undefined) return result;
  const { file, dirFile, inLibrary } = BUILD_FILES[tflmBuild];
  if (context.libOnly && !inLibrary) return result;
  result.set(`tflq/${file}`, await render(`${file}.ejs`));
  if (tflmDir !== undefined) result.set(`tflq/${dirFile}`, await tflmDirFile(tflmDir, tflmBuild));
  return result;
}

/** The runtime `tflm`. */
export const tflm: RuntimeEmitter = { title: 'TensorFlow Lite Micro', memory, files };
