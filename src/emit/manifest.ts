/** tflq.json: what `gen` tells the later commands of a project. They need nothing else. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { boardSchema } from '../boards/schema.ts';
import { TflqError } from '../common/errors.ts';
import { preprocessingSchema } from '../data/preprocessing.ts';
import type { DType } from '../graph/dtype.ts';

/** The manifest's name in the project's folder. */
export const MANIFEST_FILE = 'tflq.json';

/** The version of the manifest that this tool writes and reads. */
export const MANIFEST_VERSION = 1;

const REGENERATE = 'Make the project again with this version of the tool: tflq-micro gen.';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

/** Paths in a manifest are relative and stay inside the project. */
const projectPath = z
  .string()
  .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[\w./ -]+$/, 'must be a path inside the project');

const tensor = z.strictObject({
  /** The name in the model file. */
  name: z.string(),
  shape: z.array(z.int().positive()),
  dtype: z.string().transform((name) => name as DType),
  /** real = scale × (q − zeroPoint); 1 and 0 for float32. */
  scale: z.number().positive(),
  zeroPoint: z.int(),
});

const schema = z.strictObject({
  manifestVersion: z.literal(MANIFEST_VERSION),
  /** The network's name: a C identifier in lower case. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be an identifier in lower case'),
  runtime: z.enum(['c', 'tflm']),
  /** The board as its file described it when the project was made. */
  board: boardSchema,
  model: z.strictObject({
    /** The quantized network, a .tflite file. */
    file: projectPath,
    sha256,
    bytes: z.int().nonnegative(),
  }),
  memory: z.strictObject({
    /** RAM for activations and scratch buffers (c), or the interpreter's arena (tflm). */
    arenaBytes: z.int().nonnegative(),
    /** Constants: weights, biases, tables. */
    weightBytes: z.int().nonnegative(),
  }),
  inputs: z.array(tensor),
  outputs: z.array(tensor),
  /** How files become samples, where the network was calibrated with files that hold one each. */
  preprocessing: preprocessingSchema.optional(),
  /** The custom operators whose code is the user's, and the headers that have it. */
  customOps: z.array(z.strictObject({ name: z.string(), header: projectPath })).optional(),
  /** In the order in which they run. */
  ops: z.array(z.strictObject({ type: z.string(), macs: z.number().nonnegative() })),
  /** Folders whose files are ours; all other files are the user's to change. */
  owned: z.array(projectPath),
  /** SHA-256 of every file that `gen` wrote, by path: tells what was edited since. */
  files: z.record(projectPath, sha256),
});

/** What tflq.json says. */
export type Manifest = z.infer<typeof schema>;

/** An input or output in a manifest. */
export type ManifestTensor = Manifest['inputs'][number];

/** How a project executes its network. */
export type Runtime = Manifest['runtime'];

/** The manifest's text: the same project gives the same bytes. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * Reads the manifest of the project in a folder.
 *
 * @throws TflqError('project') where there is none, or it is damaged or of another version
 */
export async function readManifest(dir: string): Promise<Manifest> {
  const path = join(dir, MANIFEST_FILE);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new TflqError('project', `the project's manifest is damaged: ${cause.message}`, {
        where: path,
        hint: REGENERATE,
        cause,
      });
    }
    throw new TflqError('project', 'this folder holds no project of tflq-micro', {
      where: path,
      hint: 'Give the folder that `tflq-micro gen` wrote, or make one: tflq-micro gen MODEL --board ID.',
      cause,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new TflqError(
    'project',
    `the project's manifest does not fit this version of the tool: ${issue.path.join('.') || 'the file'}: ${issue.message}`,
    { where: path, hint: REGENERATE },
  );
}
