/** Every board, with each of its frameworks and runtimes, for real networks: what must hold for all that is emitted. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFramework, withParameter } from '../../src/boards/choose.ts';
import { loadBoards } from '../../src/boards/index.ts';
import type { Board } from '../../src/boards/schema.ts';
import { TflqError } from '../../src/common/errors.ts';
import { packageRoot } from '../../src/common/resources.ts';
import {
  MANIFEST_FILE,
  type RenderedProject,
  type Runtime,
  readManifest,
  renderProject,
} from '../../src/emit/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { hasShared, sharedPath } from '../support/shared.ts';
import { specialNetwork } from './support/networks.ts';

interface Network {
  readonly name: string;
  readonly graph: Graph;
  readonly model: Uint8Array;
}

function sharedNetwork(name: string): Network {
  const model = readFileSync(sharedPath('models', `${name}_int8.tflite`));
  return { name, model, graph: readTflite(model, name) };
}

const networks: Network[] = [
  { name: 'special', graph: specialNetwork(), model: writeTflite(specialNetwork()) },
  ...(hasShared ? ['kws', 'hello_world', 'micro_speech', 'resnet8', 'ad'].map(sharedNetwork) : []),
];

/** Each board once for each of its frameworks; one that stands for many, for one of those. */
const boards = (await loadBoards())
  .map((board) => (board.parameter === undefined ? board : withParameter(board, 'vendor_board/cpu')))
  .flatMap((board) => [board.framework, ...board.frameworks].map((name) => withFramework(board, name)));

/** The project; undefined where the board has nothing to make the runtime of. */
async function render(
  { name, graph, model }: Network,
  board: Board,
  runtime: Runtime,
): Promise<RenderedProject | undefined> {
  try {
    return await renderProject({ graph, model, name, board, runtime });
  } catch (error) {
    if (error instanceof TflqError && error.kind === 'usage' && runtime !== 'c') return undefined;
    throw error;
  }
}

/** What betrays a template that was not filled in, or this machine. */
const LEAKS = [
  '<%',
  '%>',
  '[object ',
  'undefined',
  packageRoot(),
  process.cwd(),
  ...[homedir(), tmpdir()].filter((folder) => folder.length > 5),
];

/** A linker may be told of symbols that are `undefined`; sentences may not. */
const ALLOWED = /undefined (?:symbol|reference)|-u(?:ndefined)?\b|--undefined/;

function leaksIn(text: string): string[] {
  if (!LEAKS.some((leak) => text.includes(leak))) return [];
  return text.split('\n').filter((line) => LEAKS.some((leak) => line.includes(leak)) && !ALLOWED.test(line));
}

/** What is wrong with a file; nothing, where nothing is. */
function faultsOf(path: string, bytes: Uint8Array): string[] {
  const faults: string[] = [];
  if (!/^(?!.*(?:^|\/)\.\.?(?:\/|$))[\w.][\w./-]*$/.test(path)) faults.push('a strange path');
  if (path.endsWith('.tflite')) return faults;
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  faults.push(...leaksIn(text));
  if (!text.endsWith('\n')) faults.push('no newline at the end');
  if (text.includes('\r')) faults.push('a carriage return');
  return faults;
}

/** What is wrong with a project, by file. */
function faultsIn({ files, manifest }: RenderedProject): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  for (const [path, bytes] of files) {
    const own = faultsOf(path, bytes);
    if (path in manifest.files === (path === MANIFEST_FILE)) own.push('is not where the manifest says');
    if (own.length > 0) faults[path] = own;
  }
  return faults;
}

describe('every board', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tflq-boards-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const network of networks) {
    it(`can have ${network.name}`, async () => {
      for (const board of boards) {
        for (const runtime of ['c', 'tflm'] as const) {
          const project = await render(network, board, runtime);
          if (project === undefined) continue;
          const where = `${board.id}, ${board.framework}, ${runtime}`;
          expect(faultsIn(project), where).toEqual({});
          expect([...project.files.keys()].at(-1), where).toBe(MANIFEST_FILE);
          writeFileSync(join(folder, MANIFEST_FILE), project.files.get(MANIFEST_FILE)!);
          expect(await readManifest(folder), where).toEqual(project.manifest);
        }
      }
    });
  }

  it.each(boards.map((board) => [board.id, board.framework, board] as const))(
    '%s with %s: can have its usual runtime, and the same bytes each time',
    async (_id, _framework, board) => {
      const first = await render(networks[0]!, board, 'c');
      const second = await render({ ...networks[0]!, graph: specialNetwork() }, board, 'c');
      expect([...second!.files.keys()]).toEqual([...first!.files.keys()]);
      for (const [path, bytes] of first!.files)
        expect(Buffer.compare(bytes, second!.files.get(path)!), path).toBe(0);
      expect(await render(networks[0]!, board, board.runtime)).toBeDefined();
    },
  );
});
