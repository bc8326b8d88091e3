import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadBoards } from '../../src/boards/index.ts';
import { type RenderedProject, readManifest } from '../../src/emit/index.ts';
import { formatManifest } from '../../src/emit/manifest.ts';
import { sha256 } from '../../src/emit/project.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { planMemory, weightBytes } from '../../src/memory/index.ts';
import { reluNetwork, specialNetwork } from './support/networks.ts';
import { rendered, text, written } from './support/projects.ts';

const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));

/** Generated files, which are the same for every board and come from templates of their own. */
const GENERATED = [
  'tflq/net.c',
  'tflq/net.h',
  'tflq/harness/tflq_harness_config.h',
  'tflq/harness/tflq_harness_model.c',
];

/** Set to write the files anew: `UPDATE_GOLDEN=1 npx vitest run test/emit/project.test.ts`, then read the difference. */
const update = process.env.UPDATE_GOLDEN !== undefined;

function paths(project: RenderedProject): string[] {
  return [...project.files.keys()];
}

describe('the emitted text', () => {
  it.each(GENERATED)('%s is what it was', async (path) => {
    const project = await rendered(specialNetwork());
    const golden = join(GOLDEN, path.replaceAll('/', '__'));
    if (update) {
      mkdirSync(dirname(golden), { recursive: true });
      writeFileSync(golden, text(project, path));
    }
    expect(text(project, path)).toBe(readFileSync(golden, 'utf8'));
  });

  it('has no golden file too many', () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(GENERATED.map((path) => path.replaceAll('/', '__')).sort());
  });

  it('is the same each time, and knows no date and no path of this machine', async () => {
    const [first, second] = [await rendered(specialNetwork()), await rendered(specialNetwork())];
    expect([...second.files]).toEqual([...first.files]);
    for (const path of paths(first)) {
      if (path.endsWith('.tflite')) continue;
      expect(text(first, path)).not.toContain(process.cwd());
      expect(text(first, path)).not.toMatch(/\b20[2-9]\d-\d\d-\d\d\b/);
      expect(text(first, path)).not.toMatch(
        /[ \t]$|\r|<%|\bundefined\b(?! reference)|\bNaN\b|&(?:amp|lt|gt|quot|#\d+);/m,
      );
    }
  });
});

describe('a project', () => {
  it('holds all that a build needs, and nothing twice', async () => {
    const project = await rendered(specialNetwork(), { board: 'mps2-an386' });
    expect(paths(project)).toMatchInlineSnapshot(`
      [
        "Makefile",
        "README.md",
        "main.c",
        "model/net.tflite",
        "tflq/harness/tflq_frame.c",
        "tflq/harness/tflq_frame.h",
        "tflq/harness/tflq_harness.c",
        "tflq/harness/tflq_harness.h",
        "tflq/harness/tflq_harness_config.h",
        "tflq/harness/tflq_harness_model.c",
        "tflq/harness/tflq_model.h",
        "tflq/harness/tflq_port.h",
        "tflq/harness/tflq_stack.c",
        "tflq/harness/tflq_stack.h",
        "tflq/kernels/add_s8.h",
        "tflq/kernels/dequantize_s8_f32.h",
        "tflq/kernels/move_s8.h",
        "tflq/kernels/mul_s8.h",
        "tflq/kernels/quantize_f32_s8.h",
        "tflq/kernels/requantize_s8_s8.h",
        "tflq/kernels/tflq_kernel.h",
        "tflq/kernels/tflq_move.h",
        "tflq/kernels/tflq_pair.h",
        "tflq/kernels/tflq_quantize.h",
        "tflq/kernels/tflq_walk.h",
        "tflq/net.c",
        "tflq/net.h",
        "tflq/platform/fault.c",
        "tflq/platform/linker.ld",
        "tflq/platform/memory.c",
        "tflq/platform/port.c",
        "tflq/platform/startup.c",
        "tflq/platform/tflq_cortex_m.h",
        "tflq/platform/tflq_startup.h",
        "tflq.json",
      ]
    `);
    expect([...project.userFiles]).toEqual(['Makefile', 'README.md', 'main.c']);
  });

  it('of only the network', async () => {
    const project = await rendered(reluNetwork(4), { libOnly: true, board: 'mps2-an386' });
    expect(paths(project)).toEqual([
      'model/net.tflite',
      'tflq/kernels/relu_s8.h',
      'tflq/kernels/tflq_kernel.h',
      'tflq/kernels/tflq_relu.h',
      'tflq/net.c',
      'tflq/net.h',
      'tflq.json',
    ]);
    expect(project.userFiles.size).toBe(0);
  });

  it('has a manifest that says what there is', async () => {
    const graph = specialNetwork();
    const model = writeTflite(graph);
    const project = await rendered(graph, { model, name: 'special' });
    const { manifest, files } = project;
    expect(manifest).toMatchObject({
      name: 'special',
      runtime: 'c',
      board: { id: 'host' },
      model: { file: 'model/special.tflite', sha256: sha256(model), bytes: model.length },
      memory: { arenaBytes: planMemory(graph).arenaBytes, weightBytes: weightBytes(graph) },
      inputs: [
        { name: 'left', shape: [1, 2, 3], dtype: 'int8', scale: 0.25, zeroPoint: 4 },
        { name: 'right', shape: [1, 2, 3], dtype: 'float32', scale: 1, zeroPoint: 0 },
      ],
      outputs: [{ name: 'sum' }, { name: 'scores' }],
    });
    expect(manifest.ops.map(({ type }) => type)).toEqual(graph.ops.map(({ type }) => type));
    expect(Object.keys(manifest.files)).toEqual(paths(project).filter((path) => path !== 'tflq.json'));
    for (const [path, hash] of Object.entries(manifest.files)) expect(hash).toBe(sha256(files.get(path)!));
    expect(files.get('model/special.tflite')).toEqual(model);
    expect(text(project, 'tflq.json')).toBe(formatManifest(manifest));
    expect(await readManifest(await written(project))).toEqual(manifest);
  });

  it('tells the harness which model it carries', async () => {
    const project = await rendered(reluNetwork(4));
    const bytes = Buffer.from(project.manifest.model.sha256, 'hex').subarray(0, 16);
    const literal = /\.hash = \{([^}]*)\}/.exec(text(project, 'tflq/harness/tflq_harness_model.c'))![1]!;
    expect(literal.split(',').map(Number)).toEqual([...bytes]);
  });
});

describe('the length of frames', () => {
  const payload = async (bytes: number, board: string): Promise<number> => {
    const project = await rendered(reluNetwork(bytes), { board });
    const path = [...project.files.keys()].find((file) => file.endsWith('/tflq_harness_config.h'))!;
    const config = text(project, path);
    return Number(/TFLQ_HARNESS_PAYLOAD (\d+)/.exec(config)![1]);
  };

  it.each([
    [4, 'host', 64],
    [490, 'host', 512],
    [1012, 'host', 1024],
    [1013, 'host', 1024],
    [100_000, 'host', 1024],
    [490, 'mps2-an386', 512],
    [490, 'microbit', 512],
    [2000, 'microbit', 512],
  ])('%d bytes on %s: %d', async (bytes, board, expected) => {
    expect(await payload(bytes, board)).toBe(expected);
  });

  it('is what the protocol asks for on every board', async () => {
    for (const { id, parameter } of await loadBoards()) {
      const bytes = await payload(3000, parameter === undefined ? id : `${id}:some_board`);
      expect(bytes).toBeGreaterThanOrEqual(64);
      expect(bytes).toBeLessThanOrEqual(1024);
    }
  });
});
