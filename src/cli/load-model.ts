/** Model files on disk. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TflqError } from '../common/errors.ts';
import { whyUnreadable } from '../common/unreadable.ts';
import { companionsOf, isModelName, readModel } from '../formats/index.ts';
import type { Graph } from '../graph/graph.ts';
import { simplify } from '../simplify/index.ts';
import { parseInputShapes } from './input-shapes.ts';

/** A model with the bytes that it was read from. */
export interface LoadedModel {
  /** The path that the user gave. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Cleaned up; a network that computes with integers is the file's very own. */
  readonly graph: Graph;
  /** All files that were read: the model's own and those that it refers to. */
  readonly files: readonly string[];
  /** Bytes of all these files. */
  readonly size: number;
}

/** The files that stand for a model which is a folder, the likeliest first. */
const MAIN_FILES = ['saved_model.pb', 'model.json'];

/** Model files in a folder that a message names at most. */
const MOST_NAMES = 3;

/** The first of MAIN_FILES that a folder holds. */
async function fileWithin(folder: string): Promise<string | undefined> {
  for (const name of MAIN_FILES) {
    const candidate = join(folder, name);
    if ((await stat(candidate).catch(() => undefined))?.isFile()) return candidate;
  }
  return undefined;
}

/** True for a folder that stands for a model, not for a project. */
export async function isModelFolder(path: string): Promise<boolean> {
  return (await fileWithin(path)) !== undefined;
}

/** The model's own file: of a folder, the one that tells what it is. */
async function mainFile(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return path;
  const main = await fileWithin(path);
  if (main !== undefined) return main;
  const inside = (await readdir(path)).filter(isModelName).sort().slice(0, MOST_NAMES);
  throw new TflqError('model', 'the folder holds no model', {
    where: path,
    hint:
      inside.length > 0
        ? `Give the path of the file itself: ${inside.map((name) => join(path, name)).join(' or ')}.`
        : `A model's folder holds ${MAIN_FILES.join(' or ')}. Give the path of the model file itself.`,
  });
}

/**
 * Reads a model: a file, or a folder that holds one.
 *
 * @param shapes what --input-shape gave
 * @throws TflqError('model') where it is missing, damaged, or of no known format
 */
export async function loadModel(path: string, shapes?: readonly string[]): Promise<LoadedModel> {
  const inputShapes = parseInputShapes(shapes);
  const file = await mainFile(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new TflqError('model', `the model file ${whyUnreadable(cause)}`, {
      where: path,
      hint: 'Give the path of a model file, e.g. model.tflite.',
      cause,
    });
  }
  const files = [file];
  let size = bytes.length;
  const companion = companionsOf(file, (read, content) => {
    files.push(read);
    size += content.length;
  });
  const graph = await simplify(await readModel(bytes, file, { inputShapes, companion }));
  return { path, bytes, graph, files, size };
}
