/** The runtime `tflm`: the model as a C array, with TensorFlow Lite Micro's interpreter set up for just its operators. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Board } from '../../boards/schema.ts';
import { TflqError } from '../../common/errors.ts';
import { remember } from '../../common/remember.ts';
import { type Graph, type Op, tensorAt } from '../../graph/graph.ts';
import { hasState } from '../../graph/state.ts';
import { cmsisNnScratch, type EspNn, espNnScratch, estimateTflmArena } from '../../memory/index.ts';
import { CUSTOM_PREFIX, OpNode, opDef, variableCount } from '../../ops/index.ts';
import { arrayRows } from '../c-array.ts';
import { customIdentifier, customString, userCustomNames } from '../custom-ops.ts';
import { renderTemplate } from '../render.ts';
import type { RuntimeContext, RuntimeEmitter, RuntimeMemory } from './runtime-emitter.ts';

/**
 * Flash of the interpreter, and of one operator's reference kernel; gcc 12.2 -O2 for a Cortex-M4 gave 37 kB for one
 * operator, 63 to 67 kB for six. The largest kernels are those of comparisons, 7 kB each, and STRIDED_SLICE, whose 10 kB
 * the interpreter's share makes up for.
 */
const INTERPRETER_CODE_BYTES = 34_000;
const OPERATOR_CODE_BYTES = 7_000;

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

/** A network and the graphs that its operators run. */
function allGraphs(graph: Graph): readonly Graph[] {
  return [graph, ...(graph.subgraphs ?? [])];
}

/** The types of custom operators whose code is the user's. */
function userTypes(users: readonly string[]): ReadonlySet<string> {
  return new Set(users.map((name) => `${CUSTOM_PREFIX}${name}`));
}

/** The operators of a network that TFLM has, as it registers them, each once, in the order of their first use. */
function operatorsOf(graph: Graph, users: readonly string[]): string[] {
  const usersTypes = userTypes(users);
  const names = allGraphs(graph).flatMap(({ ops }) =>
    ops
      .filter(({ type }) => !usersTypes.has(type))
      .map(({ type }, index) => opDef(type, index).tflmRegister ?? type),
  );
  return [...new Set(names)];
}

/** How one operator is registered. */
interface Registration {
  /** The resolver's method. */
  readonly method: string;
  /** The registration for int8 tensors alone, as an argument; empty where it cannot be taken. */
  readonly int8: string;
  /** The arguments of a custom operator's registration. */
  readonly custom?: string;
}

/** True where a node computes with int8 alone; biases, shapes and paddings are of int32. */
function isInt8(graph: Graph, { inputs, outputs }: Op): boolean {
  const dtypes = [...inputs, ...outputs]
    .filter((index) => index >= 0)
    .map((index) => tensorAt(graph, index).dtype);
  return dtypes[0] === 'int8' && dtypes.every((dtype) => dtype === 'int8' || dtype === 'int32');
}

/**
 * The registrations of a network's operators.
 *
 * @param users the names of the custom operators whose code is the user's
 */
function registrationsOf(graph: Graph, users: readonly string[]): Registration[] {
  const usersTypes = userTypes(users);
  const methods = new Map<string, string>();
  for (const one of allGraphs(graph)) {
    for (const [index, op] of one.ops.entries()) {
      if (usersTypes.has(op.type)) continue;
      const { tflmResolver, tflmInt8 } = opDef(op.type, index);
      const int8 = tflmInt8 !== undefined && isInt8(one, op) ? `tflite::${tflmInt8}()` : '';
      methods.set(tflmResolver, methods.get(tflmResolver) === '' ? '' : int8);
    }
  }
  const custom = users.map((name) => ({
    method: 'AddCustom',
    int8: '',
    custom: `${customString(name)}, ${customIdentifier(name)}_registration()`,
  }));
  return [...[...methods].map(([method, int8]) => ({ method, int8 })), ...custom];
}

/** MicroPrintf takes some 200 characters at a time. */
const PRINTED_LENGTH = 100;

/** The versions of operators that a network needs, e.g. `CONV_2D 3, SOFTMAX 2`, as lines that can be printed. */
function operatorVersions(graph: Graph): string[] {
  const versions = new Map<string, number>();
  for (const [index, op] of graph.ops.entries()) {
    if (op.type.startsWith(CUSTOM_PREFIX)) continue;
    const version = opDef(op.type, index).tflite.version(new OpNode(graph, op, index));
    versions.set(op.type, Math.max(version, versions.get(op.type) ?? 0));
  }
  const lines: string[] = [];
  for (const text of [...versions].map(([type, version]) => `${type} ${version}`)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + text.length > PRINTED_LENGTH) lines.push(text);
    else lines[lines.length - 1] = `${line}, ${text}`;
  }
  return lines;
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
  const operators = registrationsOf(graph, userCustomNames(graph, [], 'tflm')).length;
  return {
    arenaBytes,
    ramBytes: arenaBytes + INTERPRETER_RAM_BYTES + operators * OPERATOR_RAM_BYTES,
    weightBytes: model.length,
    codeBytes: INTERPRETER_CODE_BYTES + operators * OPERATOR_CODE_BYTES,
  };
}

/** A model file as the rows of an array. */
const modelRows = remember((model: Uint8Array) =>
  arrayRows(Array.from(model, (byte) => `0x${byte.toString(16).padStart(2, '0')}`)),
);

async function files(context: RuntimeContext): Promise<ReadonlyMap<string, Uint8Array>> {
  const { graph, model, name, arenaIn, tflmHeader, customOps } = context;
  const users = userCustomNames(graph, customOps, 'tflm');
  const values = {
    customHeaders: customOps.map(({ file }) => file),
    name,
    arenaIn,
    tflmHeader,
    bareMetal: context.board.startup.includes('bare-metal'),
    upper: name.toUpperCase(),
    hasState: hasState(graph),
    variableCount: variableCount(graph),
    operators: operatorsOf(graph, users),
    signal: graph.ops.some(({ type }, index) => opDef(type, index).tflmSignal === true),
    registrations: registrationsOf(graph, users),
    operatorVersions: operatorVersions(graph),
    modelBytes: model.length,
    modelRows: modelRows(model),
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
