/** From a quantized network to all the files of a firmware project. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  FRAMEWORK_FILE,
  type Framework,
  frameworkOf,
  frameworkPath,
  settingsOf,
} from '../boards/framework.ts';
import { PLATFORM_FILE, platformSettings } from '../boards/platform.ts';
import type { Board } from '../boards/schema.ts';
import { frameworkFolder, platformFolders } from '../boards/template-folders.ts';
import { TflqError } from '../common/errors.ts';
import { resourcePath } from '../common/resources.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Graph } from '../graph/graph.ts';
import { hasState } from '../graph/state.ts';
import { OpNode, opDef } from '../ops/index.ts';
import { CUSTOM_API, CUSTOM_FOLDER, type CustomHeader, requireCustomHeaders } from './custom-ops.ts';
import { fitOf } from './fit.ts';
import { harnessFiles } from './harness-files.ts';
import { isLocalFile } from './local-files.ts';
import { formatManifest, MANIFEST_FILE, MANIFEST_VERSION, type Manifest, type Runtime } from './manifest.ts';
import { renderTemplate } from './render.ts';
import { RUNTIMES } from './runtimes/index.ts';
import type { ArenaPlace, RuntimeMemory } from './runtimes/runtime-emitter.ts';
import { renderFolder } from './template-folder.ts';
import { manifestTensors, tensorFacts } from './tensor-facts.ts';

/** What is to be emitted. */
export interface ProjectRequest {
  /** Quantized; what `model` holds. */
  readonly graph: Graph;
  /** The quantized .tflite, kept as model/NAME.tflite. */
  readonly model: Uint8Array;
  /** An identifier that toModelName gave. */
  readonly name: string;
  readonly board: Board;
  readonly runtime: Runtime;
  /** Only tflq/NAME.*, what they need, and model/: no harness, no platform, nothing to build with. */
  readonly libOnly?: boolean;
  /** Only tflq/NAME.*, what they include, and model/, whatever the board's framework: for a build system to compile. */
  readonly sourcesOnly?: boolean;
  /** A checkout of TFLM, for the runtime tflm. */
  readonly tflmDir?: string | undefined;
  /** The code of the network's custom operators. */
  readonly customOps?: readonly CustomHeader[];
  /** How files become samples, for whoever validates. */
  readonly preprocessing?: Preprocessing | undefined;
}

/** A project that has not been written yet. */
export interface RenderedProject {
  readonly manifest: Manifest;
  /** Contents by path in the project, with slashes; the manifest is the last. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Paths of the files that the user may change: they are never overwritten once they were changed. */
  readonly userFiles: ReadonlySet<string>;
}

/**
 * True for files that the user may change: all outside the folders that are ours.
 *
 * @param owned those folders, as the manifest lists them
 */
export function isUserFile(path: string, owned: readonly string[]): boolean {
  return path !== MANIFEST_FILE && !owned.some((folder) => path.startsWith(`${folder}/`));
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What is different from a framework's ways where only sources are wanted. */
const SOURCES_ONLY: Pick<Framework, 'layout' | 'owned' | 'runtimes' | 'tflm'> = {
  layout: { network: 'tflq', harness: 'tflq', platform: 'tflq' },
  owned: ['tflq', 'model'],
  runtimes: ['c', 'tflm'],
  tflm: undefined,
};

/** The manifest but for its list of files. */
function describe(request: ProjectRequest, memory: RuntimeMemory, framework: Framework): Manifest {
  const { graph, model, name, board, runtime, preprocessing, customOps = [] } = request;
  return {
    manifestVersion: MANIFEST_VERSION,
    name,
    runtime,
    board,
    model: { file: `model/${name}.tflite`, sha256: sha256(model), bytes: model.length },
    memory: { arenaBytes: memory.arenaBytes, weightBytes: memory.weightBytes },
    inputs: manifestTensors(graph, graph.inputs),
    outputs: manifestTensors(graph, graph.outputs),
    ...(preprocessing && { preprocessing }),
    ...(customOps.length > 0 && {
      customOps: customOps.map(({ name: operator, file }) => ({
        name: operator,
        header: `${frameworkPath(framework.layout.network, name)}/${CUSTOM_FOLDER}/${file}`,
      })),
    }),
    ops: graph.ops.map((op, index) => ({
      type: op.type,
      macs: opDef(op.type, index).macs(new OpNode(graph, op, index)),
    })),
    owned: framework.owned.map((folder) => frameworkPath(folder, name)),
    files: {},
  };
}

/** The header that the user includes, the same for every runtime. */
function networkHeader(
  { graph, name, runtime }: ProjectRequest,
  { arenaBytes }: RuntimeMemory,
): Promise<Uint8Array> {
  return renderTemplate(['network', 'network.h.ejs'], {
    name,
    upper: name.toUpperCase(),
    title: RUNTIMES[runtime].title,
    opCount: graph.ops.length,
    hasState: hasState(graph),
    arenaBytes,
    inputs: tensorFacts(graph, graph.inputs),
    outputs: tensorFacts(graph, graph.outputs),
  });
}

/** The headers of custom operators, and for the runtime c the one that says what they are called with. */
async function customFiles({ customOps = [], runtime }: ProjectRequest): Promise<Map<string, Uint8Array>> {
  const files = new Map(customOps.map(({ file, bytes }) => [file, bytes]));
  if (files.size > 0 && runtime === 'c') {
    files.set(CUSTOM_API, await readFile(resourcePath('templates', 'network', CUSTOM_API)));
  }
  return files;
}

/** A path of the network's part, which runtimes give below tflq/, in a framework's layout. */
function inLayout(path: string, folder: string): string {
  return path.replace(/^tflq\//, `${folder}/`);
}

/** What makes of the network a firmware: application and build files, harness, platform. */
async function firmwareFiles(
  request: ProjectRequest,
  manifest: Manifest,
  framework: Framework,
  arenaIn: ArenaPlace,
): Promise<Map<string, Uint8Array>> {
  const { board, name, runtime, libOnly = false } = request;
  const settings = settingsOf(board, framework);
  const values = { board, manifest, name, upper: name.toUpperCase(), runtime, settings, libOnly, arenaIn };
  const folder = (part: keyof Framework['layout']) => frameworkPath(framework.layout[part], name);
  const own = await renderFolder(frameworkFolder(board.framework), values);
  const files = new Map([...own].filter(([path]) => path !== FRAMEWORK_FILE));
  if (libOnly) {
    // Of the framework's files only those that belong to the network itself: what makes a component of it.
    const owned = framework.owned.map((path) => `${frameworkPath(path, name)}/`);
    const home = owned.find((path) => `${folder('network')}/`.startsWith(path));
    return new Map([...files].filter(([path]) => home !== undefined && path.startsWith(home)));
  }
  const hash = Buffer.from(manifest.model.sha256, 'hex');
  for (const [file, bytes] of await harnessFiles({ ...request, hash }))
    files.set(`${folder('harness')}/${file}`, bytes);
  const platformValues = { ...values, settings: await platformSettings(board, framework) };
  for (const from of platformFolders(board, framework)) {
    for (const [file, bytes] of await renderFolder(from, platformValues))
      if (file !== PLATFORM_FILE) files.set(`${folder('platform')}/${file}`, bytes);
  }
  return files;
}

/**
 * Refuses a runtime that the framework's templates do not know, or that the board has nothing to make it of. A library
 * alone is for a project of the user's, who may have it from elsewhere.
 */
function requireRuntime({ board, runtime, libOnly }: ProjectRequest, framework: Framework): void {
  const { title, runtimes, needs } = framework;
  const where = `--runtime ${runtime}, board ${board.id}`;
  if (!runtimes.includes(runtime)) {
    throw new TflqError('usage', `${title} projects are not made with the runtime ${runtime}`, {
      where,
      hint: `Take --runtime ${runtimes.join(' or ')}.`,
    });
  }
  const need = needs[runtime];
  if (need === undefined || libOnly || settingsOf(board, framework)[need.setting] !== '') return;
  throw new TflqError('usage', need.reason, { where, hint: need.hint });
}

/**
 * Renders a project. The same request gives the same bytes.
 *
 * @throws TflqError('model') where the runtime cannot execute the network
 * @throws TflqError('usage') where the framework's templates do not know the runtime
 */
export async function renderProject(request: ProjectRequest): Promise<RenderedProject> {
  const { graph, model, name, board, sourcesOnly = false, libOnly = sourcesOnly, tflmDir } = request;
  const { customOps = [] } = request;
  requireCustomHeaders(graph, customOps, request.runtime);
  const usual = await frameworkOf(board);
  const framework = sourcesOnly ? { ...usual, ...SOURCES_ONLY } : usual;
  requireRuntime({ ...request, libOnly }, framework);
  const runtime = RUNTIMES[request.runtime];
  const memory = runtime.memory(graph, model, board);
  const draft = describe(request, memory, framework);
  // Sources alone come without what makes them use external RAM.
  const arenaIn = sourcesOnly ? 'ram' : fitOf(memory, graph, board).arenaIn;

  const unsorted = sourcesOnly
    ? new Map<string, Uint8Array>()
    : await firmwareFiles(request, draft, framework, arenaIn);
  const network = frameworkPath(framework.layout.network, name);
  unsorted.set(draft.model.file, model);
  unsorted.set(`${network}/${name}.h`, await networkHeader(request, memory));
  for (const [file, bytes] of await customFiles(request)) {
    unsorted.set(`${network}/${CUSTOM_FOLDER}/${file}`, bytes);
  }
  const own = await runtime.files({
    ...{ graph, model, name, board, arenaIn, libOnly, tflmDir, customOps },
    tflmBuild: framework.tflm,
    tflmHeader: String(settingsOf(board, framework).tflm_header ?? ''),
  });
  for (const [path, bytes] of own) unsorted.set(inLayout(path, network), bytes);

  const files = new Map([...unsorted].sort(([a], [b]) => (a < b ? -1 : 1)));
  const shared = [...files].filter(([path]) => !isLocalFile(path));
  const hashes = Object.fromEntries(shared.map(([path, bytes]) => [path, sha256(bytes)]));
  const manifest: Manifest = { ...draft, files: hashes };
  files.set(MANIFEST_FILE, Buffer.from(formatManifest(manifest), 'utf8'));
  const userFiles = new Set([...files.keys()].filter((path) => isUserFile(path, manifest.owned)));
  return { manifest, files, userFiles };
}
