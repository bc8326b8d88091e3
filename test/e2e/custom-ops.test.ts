/** A model with a custom operator, the whole way: inspected, refused without its code, run with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/data/index.ts';
import { writeTflite } from '../../src/formats/tflite/index.ts';
import { clampHeader, clampNetwork } from '../support/custom-network.ts';
import { detectionNetwork } from '../support/detection-network.ts';
import { hasCompiler } from '../support/fake-firmware.ts';
import { expectError, scratchFolder, tflq, tflqJson } from './support/cli.ts';

/** A folder with the model, its header and data. */
function folder(): string {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'clamped.tflite'), writeTflite(clampNetwork()));
  writeFileSync(join(cwd, 'clamp.h'), clampHeader().bytes);
  const data = Int8Array.from({ length: 4 * 8 }, (_, i) => i * 37);
  writeFileSync(join(cwd, 'x.npy'), writeNpy({ shape: [4, 1, 8], dtype: 'int8', data }));
  return cwd;
}

const gen = ['gen', 'clamped.tflite', '--board', 'host'];

describe('a custom operator', () => {
  it('is named by inspect, with the flag that it needs', async () => {
    const { stdout, code } = await tflq(['inspect', 'clamped.tflite'], { cwd: folder() });
    expect(code).toBe(0);
    expect(stdout).toContain('CUSTOM:Clamp');
    expect(stdout).toContain('--custom-op Clamp=clamp.h');
  });

  it('is refused without its code', async () => {
    const cwd = folder();
    expectError(await tflq(gen, { cwd }), 'model', 'custom operator "Clamp"', '--custom-op Clamp=clamp.h');
  });

  it.each([
    [['Clamp'], 'a custom operator needs its name in the model and a header'],
    [['Clamp=no-such.h'], 'the header'],
    [['Clamp=../clamp.c'], 'cannot be the name of a header'],
    [['Clamp=clamp.h', 'Clamp=clamp.h'], 'is given twice'],
    [['Clamp=clamp.h', 'Other=clamp.h'], 'no custom operator "Other"'],
  ])('is refused with %j', async (values, message) => {
    const flags = values.flatMap((value) => ['--custom-op', value]);
    expectError(await tflq([...gen, ...flags], { cwd: folder() }), 'usage', message);
  });

  it('of which TFLM has a kernel needs none with the runtime tflm', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'detector.tflite'), writeTflite(detectionNetwork()));
    const { stdout } = await tflq(['inspect', 'detector.tflite'], { cwd });
    expect(stdout).toContain('detector.tflite: int8, 3 operators');
    const detector = ['gen', 'detector.tflite', '--board', 'host'];
    expectError(await tflq(detector, { cwd }), 'model', 'whose code is not given', '--runtime tflm');
    const made = await tflq([...detector, '--runtime', 'tflm'], { cwd });
    expect(made).toMatchObject({ code: 0, stderr: '' });
  });

  it.skipIf(!hasCompiler)('runs', async () => {
    const cwd = folder();
    const args = [
      'run',
      'clamped.tflite',
      '--board',
      'host',
      '--custom-op',
      'Clamp=clamp.h',
      '--data',
      'x.npy',
    ];
    const { validate } = await tflqJson<{ validate: Record<string, unknown> }>(args, { cwd });
    expect(validate).toMatchObject({ samples: 4, agreement: null, passed: true });
    expectError(
      await tflq([...args, '--min-agreement', '1'], { cwd }),
      'usage',
      'an agreement cannot be checked',
    );
  });
});
