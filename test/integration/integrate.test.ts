import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type IntegrateResult, integrate, integrateText } from '../../src/cli/integrate.ts';
import Integrate from '../../src/commands/integrate.ts';
import { resourcePath } from '../../src/common/resources.ts';
import { isUnedited } from '../../src/emit/integration.ts';
import { sha256 } from '../../src/emit/project.ts';
import { expectError, tflq, tflqJson } from '../e2e/support/cli.ts';
import { rejected } from '../support/errors.ts';
import { scratchFolder } from './support/consumer.ts';

const SYSTEMS = readdirSync(resourcePath('templates', 'integration'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe.each(SYSTEMS)('the file for %s', (system) => {
  it('is written once, and left alone when it is there', async () => {
    const dir = scratchFolder();
    const first = await integrate(system, dir, false);
    expect(first).toMatchObject({ system, written: true });
    const text = readFileSync(first.file, 'utf8');
    expect(isUnedited(text)).toBe(true);
    expect(text).not.toContain('<%');
    expect(integrateText(first)).toContain(`${first.file} written`);
    expect(await integrate(system, dir, false)).toMatchObject({ written: false });
    expect(readFileSync(first.file, 'utf8')).toBe(text);
  });

  it('is not overwritten once it was edited, unless that is wanted', async () => {
    const dir = scratchFolder();
    const { file } = await integrate(system, dir, false);
    const text = readFileSync(file, 'utf8');
    appendFileSync(file, '# mine\n');
    const error = await rejected('project', integrate(system, dir, false));
    expect(error.where).toBe(file);
    expect(error.hint).toContain('--force');
    expect(readFileSync(file, 'utf8')).toBe(`${text}# mine\n`);
    await integrate(system, dir, true);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('replaces one that an older version wrote', async () => {
    const dir = scratchFolder();
    const { file } = await integrate(system, dir, false);
    const text = readFileSync(file, 'utf8');
    // As if that version had written other lines: the mark fits them.
    const body = 'older\n';
    writeFileSync(
      file,
      `${text.split('\n', 1)[0]!.replace(/[0-9a-f]{64}$/, sha256(Buffer.from(body)))}\n${body}`,
    );
    expect(await integrate(system, dir, false)).toMatchObject({ written: true });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('integrate, as it is called', () => {
  it('knows every system, and no other', async () => {
    const cwd = scratchFolder();
    mkdirSync(join(cwd, 'main'));
    const { stdout } = await tflq(['integrate', 'esp-idf', '-o', 'main'], { cwd });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CMake's way to name a variable
    expect(stdout).toContain('tflq_add_model(${COMPONENT_LIB} models/kws.tflite DATA data/samples.npy)');
    const { system, file, written } = await tflqJson<IntegrateResult>(['integrate', 'platformio'], { cwd });
    expect({ system, file, written }).toEqual({
      system: 'platformio',
      file: 'tflq_platformio.py',
      written: true,
    });
    expect(Integrate.args.system.options).toEqual(SYSTEMS.sort());
    expectError(await tflq(['integrate', 'bazel'], { cwd }), 'usage', 'bazel');
    expectError(await tflq(['integrate', 'cmake', '-o', 'absent'], { cwd }), 'usage', 'absent', '--out');
  });
});
