/** Boards of one kind that share the samples. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PortShare } from '../../src/common/validation-report.ts';
import { type ValidateOptions, validateProject } from '../../src/validate/index.ts';
import { rejected } from '../support/errors.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import {
  buildSmallProject,
  edit,
  type SmallProject,
  smallSamples,
  writeSmallProject,
} from '../support/small-project.ts';
import { type TcpBoard, tcpBoard } from '../support/tcp-board.ts';

const COUNT = 200;
const samples = smallSamples(COUNT);
const labels = Int32Array.from({ length: COUNT }, (_, k) => k % 4);
const root = mkdtempSync(join(tmpdir(), 'tflq-test-'));
const boards: TcpBoard[] = [];

/** A project, built after a change to one of its files. */
async function built(name: string, change?: [path: string, change: (text: string) => string]) {
  const project = await writeSmallProject(join(root, name));
  if (change !== undefined) edit(project.dir, ...change);
  await buildSmallProject(project);
  return project;
}

const PORT = 'tflq/platform/port.c';
const TICKS = 'uint32_t tflq_port_ticks(void) {\n';

/** Ends the firmware after so many inferences, each of which takes two looks at the clock. */
const dieAt =
  (inferences: number, before = '') =>
  (text: string): string =>
    text.replace(
      TICKS,
      `${TICKS}  static int calls;\n  if (++calls > ${2 * inferences}) { ${before}_exit(7); }\n`,
    );

describe.skipIf(!hasCompiler)(`several boards${hasCompiler ? '' : ' (skipped: no C compiler)'}`, () => {
  let good: SmallProject;
  let dying: SmallProject;
  let alone: Awaited<ReturnType<typeof validateProject>>;

  beforeAll(async () => {
    [good, dying] = await Promise.all([built('good'), built('dying', [PORT, dieAt(3)])]);
    alone = await validate({ ports: [] });
  });
  afterEach(async () => {
    for (const board of boards.splice(0)) await board.close();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const validate = (options: Partial<ValidateOptions>) =>
    validateProject(good.dir, good.manifest, { samples, labels, ...options });

  async function plugIn(...projects: SmallProject[]): Promise<string[]> {
    const added = await Promise.all(projects.map(({ dir }) => tcpBoard(dir)));
    boards.push(...added);
    return added.map(({ port }) => port);
  }
  const open = (): number => boards.reduce((sum, { lines }) => sum + lines, 0);
  const total = (ports: readonly PortShare[] = []): number =>
    ports.reduce((sum, share) => sum + share.samples, 0);

  it('give together what one gives', async () => {
    const ports = await plugIn(good, good, good);
    const done: number[] = [];
    const report = await validate({
      ports,
      progress: { start() {}, finish() {}, update: (count) => done.push(count) },
    });
    const { accuracy, hostAccuracy, agreement, mismatches, samples: ran } = alone;
    expect(report).toMatchObject({
      accuracy,
      hostAccuracy,
      agreement,
      mismatches,
      samples: ran,
      passed: true,
    });
    expect(alone.ports).toBeUndefined();
    expect(report.ports!.map(({ port, lost }) => [port, lost])).toEqual(ports.map((port) => [port, null]));
    expect(total(report.ports)).toBe(COUNT);
    for (const share of report.ports!) expect(share.samples).toBeGreaterThan(0);
    // HELLO, TENSORS and STACK for each, one INVOKE a sample, three PROFILEs on one board.
    expect(report.link.requests).toBe(COUNT + 3 * 3 + 3);
    expect(report.ports!.map(({ link }) => link.requests)).toEqual(
      report.ports!.map(({ samples: each }, i) => each + 3 + (i === 0 ? 3 : 0)),
    );
    expect(done).toEqual(Array.from({ length: COUNT }, (_, k) => k + 1));
    await expect.poll(open).toBe(0);
  });

  it('run on where one of them is lost: its samples go to the others', async () => {
    const ports = await plugIn(dying, good);
    const report = await validate({ ports });
    const { accuracy, hostAccuracy, agreement, samples: ran } = alone;
    expect(report).toMatchObject({ accuracy, hostAccuracy, agreement, samples: ran, passed: true });
    const [lost, living] = report.ports!;
    expect(lost).toMatchObject({ samples: 3, lost: 'the other side closed the connection' });
    expect(living).toMatchObject({ samples: COUNT - 3, lost: null });
  });

  it('run on where one is lost over its sample when the others are done', async () => {
    const late = await built('late', [PORT, dieAt(0, 'usleep(400000); ')]);
    const ports = await plugIn(late, good);
    const report = await validate({ ports, limit: 4 });
    expect(report.ports!.map(({ samples: ran }) => ran)).toEqual([0, 4]);
    expect(report).toMatchObject({ samples: 4, agreement: 1 });
  });

  it('are an error where all of them are lost', async () => {
    const ports = await plugIn(dying, dying);
    const error = await rejected('link', validate({ ports }));
    expect(error.message).toBe('the other side closed the connection');
    expect(error.where).toMatch(/^tcp:.*, sample \d+ of 200$/);
    await expect.poll(open).toBe(0);
  });

  it('are an error where one carries another network: its port is named', async () => {
    const other = await built('other', [
      'tflq/harness/tflq_harness_model.c',
      (text) => text.replace(/\.hash = \{0x../, '.hash = {0x00'),
    ]);
    const ports = await plugIn(good, other);
    const error = await rejected('firmware', validate({ ports }));
    expect(error.message).toContain('the board carries another version of small');
    expect(error.where).toContain(`${ports[1]}: its model is 00`);
    await expect.poll(open).toBe(0);
  });

  it('are an error where one is of another kind: both ports are named', async () => {
    const faster = await built('faster', [PORT, (text) => text.replace(/100000000u?/, '50000000u')]);
    const ports = await plugIn(good, faster);
    const error = await rejected('firmware', validate({ ports }));
    expect(error.message).toContain("counters' ticks per second are 100000000 and 50000000");
    expect(error.where).toBe(ports.join(' and '));
    await expect.poll(open).toBe(0);
  });

  it('are an error where one is not there: its port is named, the others are given back', async () => {
    const [port, gone] = await plugIn(good, good);
    await boards.pop()!.close();
    const error = await rejected('link', validate({ ports: [port!, gone!] }));
    expect(error.message).toBe('cannot connect: nobody listens there');
    expect(error.where).toBe(gone);
    await expect.poll(open).toBe(0);
  });

  it('are an error where one port is named twice', async () => {
    const [port] = await plugIn(good);
    const error = await rejected('usage', validate({ ports: [port!, port!] }));
    expect(error.message).toBe(`${port} is named twice`);
  });

  it('can be interrupted', async () => {
    const ports = await plugIn(good, good);
    const controller = new AbortController();
    const progress = {
      start() {},
      finish() {},
      update(done: number) {
        if (done === 20) controller.abort();
      },
    };
    await rejected('interrupted', validate({ ports, progress, signal: controller.signal }));
    await expect.poll(open).toBe(0);
  });
});
