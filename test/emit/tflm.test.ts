/** What the tflm runtime emits. tflm-on-host.test.ts compiles it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { checkFit } from '../../src/emit/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import type { Graph, QuantParams } from '../../src/graph/graph.ts';
import { estimateTflmArena } from '../../src/memory/index.ts';
import { allOps } from '../../src/ops/index.ts';
import { network } from '../formats/tflite/network.ts';
import { rejected } from '../support/errors.ts';
import { activation, specialNetwork } from './support/networks.ts';
import { rendered, text, written } from './support/projects.ts';

const TFLM = { runtime: 'tflm' } as const;

const GOLDEN = fileURLToPath(new URL('golden-tflm/', import.meta.url));

/** Set to write the files anew: `UPDATE_GOLDEN=1 npx vitest run test/emit/tflm.test.ts`, then read the difference. */
const update = process.env.UPDATE_GOLDEN !== undefined;

const hasMake = ['make', 'c++'].every((program) => spawnSync(program, ['--version']).status === 0);

/** A folder with a name that make can handle, unlike scratchFolder's. */
function plainFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tflq-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** A folder that looks like TFLM as far as gen and make look before they compile. */
function emptyCheckout(dir = plainFolder()): string {
  mkdirSync(join(dir, 'tensorflow', 'lite', 'micro'), { recursive: true });
  writeFileSync(join(dir, 'tensorflow', 'lite', 'micro', 'micro_interpreter.h'), '');
  return dir;
}

/** A softmax over x for each type, which it gives. */
function softmaxes(...types: ('int8' | 'int16')[]): Graph {
  const scale = (dtype: string): QuantParams => ({
    scale: [dtype === 'int8' ? 1 / 256 : 1 / 32768],
    zeroPoint: [dtype === 'int8' ? -128 : 0],
    axis: 0,
  });
  return {
    name: 'main',
    tensors: [
      activation('x', [1, 4]),
      ...types.map((dtype, i) => ({ name: `y${i}`, shape: [1, 4], dtype, quant: scale(dtype) })),
    ],
    ops: types.map((_, i) => ({ type: 'SOFTMAX', inputs: [0], outputs: [i + 1], attrs: { beta: 1 } })),
    inputs: [0],
    outputs: types.map((_, i) => i + 1),
  };
}

describe('the tflm runtime', () => {
  it('emits its own files besides those that all runtimes share', async () => {
    const project = await rendered(network(), TFLM);
    const paths = [...project.files.keys()].filter((path) => /^tflq\/[^/]*$/.test(path));
    expect(paths).toEqual([
      'tflq/net.cc',
      'tflq/net.h',
      'tflq/net_model.cc',
      'tflq/net_model.h',
      'tflq/tflm.mk',
    ]);
    expect([...project.files.keys()].filter((path) => path.startsWith('tflq/kernels'))).toEqual([]);
  });

  it.each(['net.cc', 'net_model.h', 'tflm.mk'])('emits the %s that it did', async (file) => {
    const emitted = text(await rendered(specialNetwork(), TFLM), `tflq/${file}`);
    if (update) {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(join(GOLDEN, file), emitted);
    }
    expect(emitted).toBe(readFileSync(join(GOLDEN, file), 'utf8'));
  });

  it('leaves to a project of the user’s own how TFLM is compiled', async () => {
    const project = await rendered(network(), { ...TFLM, libOnly: true });
    expect([...project.files.keys()]).toEqual([
      'model/net.tflite',
      'tflq/net.cc',
      'tflq/net.h',
      'tflq/net_model.cc',
      'tflq/net_model.h',
      'tflq.json',
    ]);
  });

  it('registers exactly the operators that the network uses, each once', async () => {
    const project = await rendered(specialNetwork(), TFLM);
    const source = text(project, 'tflq/net.cc');
    expect([...source.matchAll(/resolver\.(\w+)\(/g)].map(([, method]) => method)).toEqual([
      'AddQuantize',
      'AddAdd',
      'AddMul',
      'AddConcatenation',
      'AddDequantize',
    ]);
    expect(source).toContain('tflite::MicroMutableOpResolver<5>');
    expect(text(project, 'tflq/tflm.mk')).toMatch(
      /^TFLM_OPERATORS = QUANTIZE ADD MUL CONCATENATION DEQUANTIZE$/m,
    );
  });

  it('registers for int8 alone what computes with nothing else', async () => {
    const registrations = (source: string) =>
      [...source.matchAll(/resolver\.(\w+)\((.*?)\) == kTfLiteOk/g)].map(([, method, argument]) => [
        method,
        argument,
      ]);
    expect(registrations(text(await rendered(network(), TFLM), 'tflq/net.cc'))).toEqual(
      expect.arrayContaining([
        ['AddMul', 'tflite::Register_MUL_INT8()'],
        ['AddSoftmax', 'tflite::Register_SOFTMAX_INT8()'],
        ['AddMean', ''],
      ]),
    );
    // One operator of several that has other tensors: both need the registration for all.
    const half = softmaxes('int8', 'int16');
    expect(registrations(text(await rendered(half, TFLM), 'tflq/net.cc'))).toEqual([['AddSoftmax', '']]);
    expect(registrations(text(await rendered(softmaxes('int8', 'int8'), TFLM), 'tflq/net.cc'))).toEqual([
      ['AddSoftmax', 'tflite::Register_SOFTMAX_INT8()'],
    ]);
  });

  it('knows a resolver method for every operator', () => {
    for (const def of allOps()) expect(def.tflmResolver).toMatch(/^Add[A-Z]\w+$/);
  });

  it('emits the very bytes of the model', async () => {
    const model = writeTflite(network());
    const project = await rendered(network(), { ...TFLM, model });
    const source = text(project, 'tflq/net_model.cc');
    const bytes = [...source.matchAll(/0x([0-9a-f]{2})\b/g)].map(([, digits]) =>
      Number.parseInt(digits!, 16),
    );
    expect(Buffer.from(bytes).equals(model)).toBe(true);
    expect(text(project, 'tflq/net_model.h')).toContain(`#define TFLQ_NET_MODEL_BYTES ${model.length}u\n`);
    expect(Math.max(...source.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('gives the arena that TFLM is estimated to need, and says so in the manifest', async () => {
    const { manifest, ...project } = await rendered(network(), TFLM);
    const arena = estimateTflmArena(network());
    expect(manifest.runtime).toBe('tflm');
    expect(manifest.memory).toEqual({ arenaBytes: arena, weightBytes: writeTflite(network()).length });
    expect(text({ manifest, ...project }, 'tflq/net.h')).toContain(`#define TFLQ_NET_ARENA_BYTES ${arena}\n`);
  });

  it('counts the interpreter when it is held against a board', async () => {
    const board = await findBoard('microbit');
    const [c, tflm] = [checkFit(network(), board, 'c'), checkFit(network(), board, 'tflm')];
    expect(tflm.flashBytes).toBeGreaterThan(c.flashBytes + 30_000);
    expect(tflm.ramBytes).toBeGreaterThan(c.ramBytes);
  });

  it('gives the same bytes for the same request', async () => {
    const [first, second] = [await rendered(network(), TFLM), await rendered(network(), TFLM)];
    expect([...second.files]).toEqual([...first.files]);
  });

  it('lets no name of the model into code', async () => {
    const hostile = '*/ #error "x" \\\n$(shell touch x) `touch x` ??/';
    const graph = specialNetwork((name) => `${hostile}${name}`);
    const [tame, wild] = [await rendered(specialNetwork(), TFLM), await rendered(graph, TFLM)];
    for (const path of ['tflq/net.cc', 'tflq/net_model.h', 'tflq/tflm.mk', 'Makefile'])
      expect(text(wild, path).replaceAll(/\d+/g, '0')).toBe(text(tame, path).replaceAll(/\d+/g, '0'));
  });
});

describe('--tflm-dir', () => {
  it('goes into a file of its own, and nowhere else', async () => {
    const tflmDir = emptyCheckout();
    const [without, with_] = [
      await rendered(network(), TFLM),
      await rendered(network(), { ...TFLM, tflmDir }),
    ];
    const line = `# Where this machine has TFLM: what \`gen --tflm-dir\` was given.\nTFLM_DIR = ${tflmDir}\n`;
    expect(text(with_, 'tflq/tflm_dir.mk')).toBe(line);
    const others = [...with_.files].filter(([path]) => path !== 'tflq/tflm_dir.mk' && path !== 'tflq.json');
    expect(others).toEqual([...without.files].filter(([path]) => path !== 'tflq.json'));
  });

  it('must be a checkout of TFLM', async () => {
    const tflmDir = plainFolder();
    const error = await rejected('usage', rendered(network(), { ...TFLM, tflmDir }));
    expect(error.message).toContain('is no checkout of TFLM');
    expect(error.hint).toContain('git clone');
  });

  it.each(['a b', 'a$b', 'a#b', "a'b", 'a;b', 'a%b', 'a:b', 'a=b', 'a\nb', 'a(b'])(
    'must have a path that make can handle: %j',
    async (name) => {
      const tflmDir = emptyCheckout(join(plainFolder(), name));
      expect((await rejected('usage', rendered(network(), { ...TFLM, tflmDir }))).message).toContain('make');
    },
  );
});

describe.skipIf(!hasMake)(
  `make says what is wrong with TFLM_DIR${hasMake ? '' : ' (skipped: no make or no C++ compiler)'}`,
  () => {
    /** What make prints in a fresh project. */
    async function make(...args: string[]): Promise<{ output: string; status: number | null }> {
      const dir = await written(await rendered(network(), TFLM));
      const { TFLM_DIR: _dir, ...env } = process.env;
      const { stdout, stderr, status } = spawnSync('make', args, {
        cwd: dir,
        env: { ...env, LC_ALL: 'C' },
        encoding: 'utf8',
      });
      return { output: stdout + stderr, status };
    }

    it('not set', async () => {
      const { output, status } = await make();
      expect(status).toBe(2);
      expect(output).toMatch(/\*\*\* TFLM_DIR is not set\..*make TFLM_DIR=\/path\/to\/tflite-micro/);
      expect(output.trim().split('\n')).toHaveLength(1);
    });

    it('no checkout', async () => {
      const dir = plainFolder();
      expect((await make(`TFLM_DIR=${dir}`)).output).toContain(
        '*** TFLM_DIR is no checkout of TensorFlow Lite Micro',
      );
    });

    it('a path with a blank', async () => {
      expect((await make('TFLM_DIR=/some where')).output).toContain('*** TFLM_DIR has a blank in it');
    });

    it('a checkout without its downloads', async () => {
      const { output } = await make(`TFLM_DIR=${emptyCheckout()}`);
      expect(output).toContain('*** TFLM_DIR has no FlatBuffers');
      expect(output).toContain('third_party_downloads');
    });

    it('but cleans without it', async () => {
      const { output, status } = await make('clean');
      expect(status).toBe(0);
      expect(output.trim().split('\n')).toEqual(['rm -rf build/obj build/firmware.elf build/firmware.map']);
    });

    it('and `build` passes it on', async () => {
      const project = await rendered(network(), { ...TFLM, tflmDir: emptyCheckout() });
      const error = await rejected('build', buildProject(await written(project), project.manifest));
      expect(error.message).toContain('TFLM_DIR has no FlatBuffers');
    });
  },
);
