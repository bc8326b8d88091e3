/** Real projects on the host board: emitted, compiled, flashed, run over the real protocol. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeSample, predictedClass } from '../../src/data/index.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { connectDevice, openTransport } from '../../src/link/index.ts';
import type { Transport } from '../../src/link/transport.ts';
import { type ValidateOptions, validateProject } from '../../src/validate/index.ts';
import { rejected } from '../support/errors.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { faultyTransport } from '../support/faulty-transport.ts';
import { commandLinesWith, hasProcesses } from '../support/processes.ts';
import {
  buildSmallProject,
  edit,
  SMALL_CLASSES,
  type SmallProject,
  smallGraph,
  smallSamples,
  writeSmallProject,
} from '../support/small-project.ts';

const COUNT = 200;
const samples = smallSamples(COUNT);
const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));

/** What the network gives for each sample, by the host's own kernels. */
async function hostOutputs(): Promise<Int8Array[][]> {
  const graph = smallGraph();
  const network = await loadIntegerNetwork(graph);
  return Array.from(
    { length: COUNT },
    (_, k) => network.run(encodeSample(graph, samples.sample(k))) as Int8Array[],
  );
}

/** A project with a mistake in it, built. */
async function mistaken(name: string, path: string, change: (text: string) => string): Promise<SmallProject> {
  const project = await writeSmallProject(join(root, name));
  edit(project.dir, path, change);
  await buildSmallProject(project);
  return project;
}

const modelFile = ({ dir, manifest }: SmallProject): string => join(dir, manifest.model.file);

/** Puts another model into a project, whose manifest stays as it is; returns its SHA-256. */
function changeModel(project: SmallProject, bytes: Uint8Array): string {
  writeFileSync(modelFile(project), bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

/** Puts something between the tool and the board. */
function through(wrap: (line: Transport) => Transport): Pick<ValidateOptions, 'connect'> {
  return {
    connect: async (dir, manifest, options) =>
      connectDevice(wrap(await openTransport(dir, manifest, options)), manifest, options),
  };
}

describe.skipIf(!hasCompiler)(`validation${hasCompiler ? '' : ' (skipped: no C compiler)'}`, () => {
  let good: SmallProject;
  let outputs: Int8Array[][];
  /** Right for three samples of four. */
  let labels: Int32Array;

  beforeAll(async () => {
    good = await writeSmallProject(join(root, 'good'));
    await buildSmallProject(good);
    outputs = await hostOutputs();
    labels = Int32Array.from(outputs, ([scores], k) => {
      const answer = predictedClass(scores!);
      return k % 4 === 3 ? (answer + 1) % SMALL_CLASSES : answer;
    });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const validate = (options: Partial<ValidateOptions> = {}, { dir, manifest } = good) =>
    validateProject(dir, manifest, { samples, ...options });

  it('reports what it found', async () => {
    const seen: unknown[] = [];
    const report = await validate({
      labels,
      progress: {
        start: (label, total) => seen.push([label, total]),
        update: (done) => seen.push(done),
        finish: () => seen.push('done'),
      },
    });
    expect(report).toMatchObject({
      board: 'host',
      name: 'small',
      runtime: 'c',
      samples: COUNT,
      accuracy: 0.75,
      hostAccuracy: 0.75,
      agreement: 1,
      mismatches: [],
      ramBytes: good.manifest.memory.arenaBytes,
      stackSize: 256 * 1024,
      checks: [{ name: 'agreement', limit: 1, value: 1, passed: true }],
      passed: true,
    });
    expect(report.latency.unit).toBe('us');
    expect(report.ops.map(({ index, type }) => [index, type])).toEqual([
      [0, 'FULLY_CONNECTED'],
      [1, 'RELU'],
      [2, 'SOFTMAX'],
    ]);
    expect(report.ops.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(report.stackBytes).toBeGreaterThan(0);
    expect(report.stackBytes).toBeLessThan(64 * 1024);
    // HELLO, TENSORS, one INVOKE a sample, three PROFILEs, STACK.
    expect(report.link).toEqual({ requests: COUNT + 6, repeats: 0, damaged: 0, stale: 0 });
    const steps = Array.from({ length: COUNT }, (_, k) => k + 1);
    expect(seen.slice(0, COUNT + 2)).toEqual([['running small on host', COUNT], ...steps, 'done']);
  });

  it('runs only as many samples as it is told, and needs no labels', async () => {
    const report = await validate({ limit: 7 });
    expect(report).toMatchObject({ samples: 7, accuracy: null, hostAccuracy: null, agreement: 1 });
    expect((await validate({ limit: 10 * COUNT })).samples).toBe(COUNT);
    await rejected('usage', validate({ limit: 0 }));
    await rejected('usage', validate({ limit: 1.5 }));
  });

  it('fails where a threshold is not met', async () => {
    const thresholds = { minAccuracy: 0.8, maxLatency: { value: 1e7, unit: 'us' } };
    const report = await validate({ labels, thresholds });
    expect(report.passed).toBe(false);
    expect(report.checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['agreement', true],
      ['accuracy', false],
      ['latency', true],
    ]);
  });

  it.each([
    { rate: 0.01, seed: 3 },
    { rate: 0.05, seed: 4 },
  ])('counts every sample once on a line with $rate faults', async ({ rate, seed }) => {
    let line: ReturnType<typeof faultyTransport> | undefined;
    const { connect } = through((inner) => {
      line = faultyTransport(inner, { rate, seed });
      return line;
    });
    const bad = await validate({ labels, connect: connect! });
    const { link, latency, ops, stackBytes, ...same } = await validate({ labels });
    expect(bad).toMatchObject(same);
    expect(bad.link.requests).toBe(link.requests);
    const { dropped, damaged, doubled } = line!.counts;
    expect(dropped + damaged + doubled).toBeGreaterThan(0);
    expect(bad.link.repeats).toBeGreaterThanOrEqual(dropped);
  });

  it('goes on with a board that restarts in the middle', async () => {
    let inner: Transport;
    let listener: Parameters<Transport['listen']>[0];
    let writes = 0;
    const connect: ValidateOptions['connect'] = async (dir, manifest, options) => {
      inner = await openTransport(dir, manifest);
      const restarting: Transport = {
        name: inner.name,
        listen(given) {
          listener = given;
          inner.listen(given);
        },
        async write(bytes) {
          if (++writes % 50 === 0) {
            await inner.close();
            inner = await openTransport(dir, manifest);
            inner.listen(listener);
          }
          await inner.write(bytes);
        },
        close: () => inner.close(),
      };
      return connectDevice(restarting, manifest, options);
    };
    const report = await validate({ labels, connect });
    expect(report).toMatchObject({ samples: COUNT, accuracy: 0.75, agreement: 1, passed: true });
    expect(writes).toBeGreaterThan(COUNT);
  });

  it('says where a board computes something else', async () => {
    // What is not positive becomes one step more than zero.
    const wrong = await mistaken('wrong', 'tflq/kernels/tflq_relu.h', (text) =>
      text.replace('p->output_min, max)', 'p->output_min + 1, max)'),
    );
    const zero = smallGraph().tensors[4]!.quant!.zeroPoint[0]!;
    const places = outputs.map(([, positive]) => positive!.indexOf(zero));
    const agreeing = places.filter((place) => place < 0).length;
    expect(agreeing).toBeGreaterThan(0);
    expect(agreeing).toBeLessThan(COUNT);

    const report = await validate({ labels }, wrong);
    expect(report.agreement).toBe(agreeing / COUNT);
    expect(report.passed).toBe(false);
    expect(report.hostAccuracy).toBe(0.75);
    expect(report.mismatches).toHaveLength(8);
    const sample = places.findIndex((place) => place >= 0);
    expect(report.mismatches.find(({ output }) => output === 1)).toEqual({
      sample,
      output: 1,
      firstByte: places[sample],
      board: zero + 1,
      host: zero,
    });
    const tolerant = await validate({ thresholds: { minAgreement: agreeing / COUNT } }, wrong);
    expect(tolerant.passed).toBe(true);
  });

  it('says at which sample a board dies', async () => {
    const dying = await mistaken('dying', 'tflq/platform/port.c', (text) =>
      text.replace(
        'uint32_t tflq_port_ticks(void) {\n',
        'uint32_t tflq_port_ticks(void) {\n  static int calls;\n  if (++calls > 20) _exit(7);\n',
      ),
    );
    const error = await rejected('link', validate({}, dying));
    expect(error.message).toBe('the firmware ended with exit code 7');
    expect(error.where).toContain(`sample 10 of ${COUNT}`);
  });

  it('refuses a board that carries another model', async () => {
    const other = await writeSmallProject(join(root, 'other'));
    cpSync(join(good.dir, 'build'), join(other.dir, 'build'), { recursive: true });
    const sha256 = changeModel(other, Buffer.concat([readFileSync(modelFile(other)), Buffer.of(0)]));
    const manifest = { ...other.manifest, model: { ...other.manifest.model, sha256 } };
    const error = await rejected('firmware', validate({}, { dir: other.dir, manifest }));
    expect(error.message).toContain('another version of small');
  });

  it('refuses a project whose model was edited, damaged or taken away', async () => {
    const project = await writeSmallProject(join(root, 'edited'));
    const original = readFileSync(modelFile(project));

    changeModel(project, Buffer.concat([original, Buffer.of(0)]));
    const edited = await rejected('project', validate({}, project));
    expect(edited.message).toContain('was edited');
    expect(edited.where).toBe(join(project.dir, 'model/small.tflite'));

    const sha256 = changeModel(project, original.subarray(0, 100));
    const model = { ...project.manifest.model, sha256 };
    const damaged = { dir: project.dir, manifest: { ...project.manifest, model } };
    expect((await rejected('project', validate({}, damaged))).message).toContain('does not read');

    changeModel(project, original);
    const ops = project.manifest.ops.slice(1);
    const untrue = { dir: project.dir, manifest: { ...project.manifest, ops } };
    expect((await rejected('project', validate({}, untrue))).message).toContain('manifest');

    rmSync(join(project.dir, 'model'), { recursive: true });
    expect((await rejected('project', validate({}, project))).message).toContain('cannot be read');
  });

  it('refuses a project that was never flashed', async () => {
    const error = await rejected('project', validate({}, await writeSmallProject(join(root, 'unflashed'))));
    expect(error.hint).toContain('tflq-micro flash');
  });

  it('refuses samples that no network can be fed with, before the board is started', async () => {
    const connect = (): never => expect.fail('connected');
    const holed = {
      count: 3,
      sample: (k: number) =>
        k === 2 ? [Float32Array.of(0, 0, 0, 0, 0, Number.NaN, 0, 0)] : samples.sample(k),
    };
    const error = await rejected('data', validate({ samples: holed, connect }));
    expect(error.message).toBe('sample 2 holds NaN');
    expect(error.where).toBe('input 0, element 5');
    expect((await validate({ samples: holed, limit: 2 })).samples).toBe(2);
    await rejected('data', validate({ labels: labels.subarray(1), connect }));
    await rejected('usage', validate({ thresholds: { minAccuracy: 0.5 }, connect }));
  });

  it.skipIf(!hasProcesses)(
    `leaves nothing behind when it is interrupted${hasProcesses ? '' : ' (skipped: no /proc)'}`,
    async () => {
      const controller = new AbortController();
      const progress = {
        start() {},
        finish() {},
        update(done: number) {
          if (done !== 20) return;
          expect(commandLinesWith(good.dir)).toHaveLength(1);
          controller.abort();
        },
      };
      await rejected('interrupted', validate({ signal: controller.signal, progress }));
      await expect.poll(() => commandLinesWith(good.dir)).toEqual([]);
      await rejected('interrupted', validate({ signal: AbortSignal.abort() }));
      expect(commandLinesWith(good.dir)).toEqual([]);
    },
  );
});
