/** Custom operators whose code is the user's: what is emitted for them, and that the docs' example computes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { buildProject } from '../../src/build/index.ts';
import { customIdentifier, customString } from '../../src/emit/custom-ops.ts';
import { requireCustomHeaders, safeHeaderName } from '../../src/emit/index.ts';
import { flashProject } from '../../src/flash/index.ts';
import { readTflite, writeTflite } from '../../src/formats/tflite/index.ts';
import { loadIntegerNetwork } from '../../src/integer/index.ts';
import { openDevice } from '../../src/link/index.ts';
import { junit, validationText } from '../../src/report/index.ts';
import { validateProject } from '../../src/validate/index.ts';
import { missingPrograms } from '../build/support/port-project.ts';
import { clampHeader, clampNetwork, clampOutputs } from '../support/custom-network.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { loadVectors } from '../support/vectors.ts';
import { rendered, text, written } from './support/projects.ts';

/** A function that always fails. */
const FAILING = `#include "tflq_custom.h"

static int Clamp_invoke(const tflq_custom_call *call) {
  return 40 + call->input_count;
}
`;

const SAMPLE = [-128, -21, -20, 0, 29, 30, 31, 127];

describe('the file', () => {
  it('keeps the options byte for byte', () => {
    const graph = clampNetwork();
    const again = readTflite(writeTflite(graph), 'clamp.tflite');
    expect(again.ops).toEqual(graph.ops);
    const bare = { ...graph, ops: [{ ...graph.ops[0]!, attrs: {} }, graph.ops[1]!] };
    expect(readTflite(writeTflite(bare), 'clamp.tflite').ops[0]!.attrs).toEqual({
      customOptions: new Uint8Array(),
    });
  });
});

describe('names', () => {
  it.each([
    ['Clamp', 'Clamp'],
    ['my.op/é"\n', 'my_op____'],
    ['9lives', 'op_9lives'],
    ['__x', 'op_x'],
    ['', 'op_'],
  ])('%j is %s in C', (name, identifier) => {
    expect(customIdentifier(name)).toBe(identifier);
  });

  it('are strings in C that nothing ends early', () => {
    expect(customString('a"\\?\n*/é')).toBe('"a\\042\\134\\077\\012\\052\\057\\303\\251"');
  });

  it.each([
    ['clamp.h', true],
    ['Clamp-1.2.hpp', true],
    ['tflq_custom.h', false],
    ['.hidden.h', false],
    ['a b.h', false],
    ['a".h', false],
    ['..', false],
    ['clamp.c', false],
  ])('%s as a header: %s', (file, isSafe) => {
    expect(safeHeaderName(file)).toBe(isSafe);
  });

  it('a stranger’s name stays a comment and a string', async () => {
    const name = 'x*/ "\\\n??/y';
    const header = { ...clampHeader(), name };
    const c = text(await rendered(clampNetwork(name), { customOps: [header] }), 'tflq/net.c');
    expect(c).toContain('= x_________y_invoke(&call);');
    expect(c).not.toContain('??/');
    expect(c).not.toContain('x*/');
    const project = await rendered(clampNetwork(name), { customOps: [header], runtime: 'tflm' });
    const cc = text(project, 'tflq/net.cc');
    expect(cc).toContain('MicroMutableOpResolver<2>');
    expect(cc).toContain('#include "custom/clamp.h"');
    expect(cc).toContain(
      'AddCustom("x\\052\\057 \\042\\134\\012\\077\\077\\057y", x_________y_registration())',
    );
    expect(text(project, 'tflq/tflm.mk')).toContain('TFLM_OPERATORS = RELU\n');
  });
});

it('TFLM’s signal library is compiled where a network is of it', async () => {
  const { model, name } = loadVectors('SIGNAL_RFFT')[0]!;
  const project = await rendered(readTflite(model, name), { model, runtime: 'tflm' });
  const mk = text(project, 'tflq/tflm.mk');
  expect(mk).toContain('TFLM_OPERATORS = RFFT\n');
  expect(mk).toContain('-isystem $(TFLM_THIRD_PARTY)/kissfft');
  expect(mk).toContain('$(TFLM_KERNELS) $(TFLM_SIGNAL))');
  expect(text(project, 'tflq/net.cc')).toContain('resolver.AddRfft() == kTfLiteOk');
  const other = await rendered(clampNetwork(), { customOps: [clampHeader()], runtime: 'tflm' });
  expect(text(other, 'tflq/tflm.mk')).not.toContain('SIGNAL');
});

describe('what is refused', () => {
  it('an operator without code, naming the flag', () => {
    expect(() => requireCustomHeaders(clampNetwork(), [], 'c')).toThrow(
      expect.objectContaining({
        kind: 'model',
        message: 'operator 0 is the custom operator "Clamp", whose code is not given',
        hint: expect.stringContaining('--custom-op Clamp=clamp.h'),
      }),
    );
  });

  it('code for an operator that is not there', () => {
    expect(() =>
      requireCustomHeaders(clampNetwork(), [clampHeader(), { ...clampHeader(), name: 'Clip' }], 'c'),
    ).toThrow(/no custom operator "Clip"/);
  });

  it('two operators of one function', () => {
    const [a, b] = [clampNetwork('a.b'), clampNetwork('a-b')];
    const graph = { ...a, ops: [a.ops[0]!, { ...b.ops[0]!, inputs: [1], outputs: [2] }] };
    const headers = ['a.b', 'a-b'].map((name) => ({ ...clampHeader(), name }));
    expect(() => requireCustomHeaders(graph, headers, 'c')).toThrow(/the same functions in C: a_b_/);
  });

  it('computing it on this machine', async () => {
    await expect(loadIntegerNetwork(clampNetwork())).rejects.toThrow(
      /operator 0 \(CUSTOM:Clamp\).*cannot compute/,
    );
  });
});

it('the manifest tells of it, and the header is in the project', async () => {
  const project = await rendered(clampNetwork(), { customOps: [clampHeader()] });
  expect(project.manifest.customOps).toEqual([{ name: 'Clamp', header: 'tflq/custom/clamp.h' }]);
  expect([...project.files.keys()].filter((path) => path.includes('/custom/'))).toEqual([
    'tflq/custom/clamp.h',
    'tflq/custom/tflq_custom.h',
  ]);
});

const SAMPLES = { count: 2, sample: () => [Int8Array.from(SAMPLE)] };

/** Where it is run, and what is missing here for that. */
const boards = await Promise.all(
  ['host', 'mps2-an386'].map(async (id) => ({ id, missing: await missingPrograms(await findBoard(id)) })),
);

describe.each(boards)('the example of the docs on $id', ({ id, missing }) => {
  it.skipIf(missing !== '')('computes, and is validated without a comparison', async () => {
    const project = await rendered(clampNetwork(), { customOps: [clampHeader()], board: id });
    const { manifest } = project;
    const dir = await written(project);
    const { log } = await buildProject(dir, manifest);
    expect(readFileSync(log, 'utf8')).not.toContain('warning:');
    await flashProject(dir, manifest);
    const device = await openDevice(dir, manifest);
    try {
      const { outputs } = await device.infer([Uint8Array.from(SAMPLE)]);
      expect(outputs.map((bytes) => [...Int8Array.from(bytes)])).toEqual(clampOutputs(SAMPLE));
    } finally {
      await device.close();
    }

    // The largest of the first output comes first at place 5.
    const labels = Int32Array.of(5, 0);
    const report = await validateProject(dir, manifest, {
      samples: SAMPLES,
      labels,
      thresholds: { minAccuracy: 0.5 },
    });
    expect(report).toMatchObject({
      samples: 2,
      accuracy: 0.5,
      hostAccuracy: null,
      agreement: null,
      notCompared: 'only the board has the code of the custom operator "Clamp"',
      mismatches: [],
      passed: true,
    });
    expect(report.checks.map(({ name }) => name)).toEqual(['accuracy']);
    expect(report.ops.map(({ type }) => type)).toEqual(['CUSTOM:Clamp', 'RELU']);
    expect(validationText(report)).toMatch(/agreement +not compared/);
    expect(junit(report)).not.toContain('name="agreement"');
    await expect(
      validateProject(dir, manifest, { samples: SAMPLES, thresholds: { minAgreement: 1 } }),
    ).rejects.toMatchObject({ kind: 'usage', where: '--min-agreement' });
  });
});

it.skipIf(!hasCompiler)('an operator that fails ends the run', async () => {
  const header = { ...clampHeader(), bytes: Buffer.from(FAILING) };
  const project = await rendered(clampNetwork(), { customOps: [header] });
  const dir = await written(project);
  await buildProject(dir, project.manifest);
  await flashProject(dir, project.manifest);
  const device = await openDevice(dir, project.manifest);
  try {
    await expect(device.infer([Uint8Array.from(SAMPLE)])).rejects.toMatchObject({ kind: 'firmware' });
  } finally {
    await device.close();
  }
});
