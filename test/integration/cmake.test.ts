/** templates/integration/*.cmake in real builds of CMake, for this machine. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digits } from '../e2e/support/cli.ts';
import { consumer, expected, PROGRAM } from './support/consumer.ts';

const has = (program: string) => spawnSync(program, ['--version']).error === undefined;
const skipped = ['cmake', 'cc', 'make'].filter((program) => !has(program)).join(', ');
const reason = skipped && ` (skipped: no ${skipped})`;

/** Runs CMake; gives its exit code and all that it printed. */
function cmake(cwd: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('cmake', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C' },
  });
  return { status, output: stdout + stderr };
}

const configure = (dir: string, ...args: string[]) =>
  cmake(dir, '-B', 'build', `-DTFLQ_MICRO=${PROGRAM}`, ...args);

/** Builds, which must succeed; gives what was printed. */
function build(dir: string): string {
  const { status, output } = cmake(dir, '--build', 'build');
  expect(output).not.toMatch(/warning/i);
  expect({ status, output }).toMatchObject({ status: 0 });
  return output;
}

function run(dir: string, program = 'app'): string {
  return spawnSync(join(dir, 'build', program), { encoding: 'utf8' }).stdout;
}

/** What a build compiled. */
function compiled(output: string): string[] {
  return [...output.matchAll(/Building C object \S*?(\w+\.c)\.o/g)].map(([, file]) => file!).sort();
}

const CMAKE_LISTS = `cmake_minimum_required(VERSION 3.16)
project(firmware C)
add_compile_options(-Wall -Wextra)
add_executable(app main.c)
include(tflq.cmake)
tflq_add_model(app models/digits.tflite DATA data/samples.npy CALIBRATION_SAMPLES 9)
`;

describe.skipIf(skipped !== '')(`tflq_add_model in CMake${reason}`, () => {
  const generators = ['Unix Makefiles', ...(has('ninja') ? ['Ninja'] : [])];

  it.each(generators)('builds what is stale, and only that: %s', { timeout: 120_000 }, async (generator) => {
    const dir = await consumer('cmake', { 'CMakeLists.txt': CMAKE_LISTS });
    expect(configure(dir, '-G', generator)).toMatchObject({ status: 0 });
    const first = build(dir);
    expect(first).toContain('tflq-micro: the network digits');
    expect(compiled(first)).toEqual(['digits.c', 'main.c']);
    const model = join(dir, 'build', 'tflq', 'digits', 'model', 'digits.tflite');
    const before = run(dir);
    expect(before).toBe(await expected(model));

    expect(build(dir)).not.toContain('tflq-micro');

    // The same data again: the program runs, and nothing is compiled.
    const now = new Date();
    utimesSync(join(dir, 'data', 'samples.npy'), now, now);
    const touched = build(dir);
    expect(touched).toContain('tflq-micro');
    expect(compiled(touched)).toEqual([]);
    expect(build(dir)).not.toContain('tflq-micro');

    cpSync(digits('digits_x.npy'), join(dir, 'data', 'samples.npy'));
    expect(compiled(build(dir))).toContain('digits.c');
    expect(run(dir)).toBe(await expected(model));

    // Another option is another network.
    writeFileSync(join(dir, 'CMakeLists.txt'), CMAKE_LISTS.replace('DATA', 'PER_TENSOR DATA'));
    expect(compiled(build(dir))).toContain('digits.c');
    const after = run(dir);
    expect(after).toBe(await expected(model));
    expect(build(dir)).not.toContain('tflq-micro');
  });

  it('shows what the program has to say', { timeout: 60_000 }, async () => {
    const dir = await consumer('cmake', { 'CMakeLists.txt': CMAKE_LISTS });
    writeFileSync(join(dir, 'models', 'digits.tflite'), 'no model');
    configure(dir);
    const { status, output } = cmake(dir, '--build', 'build');
    expect(status).not.toBe(0);
    expect(output).toMatch(/^error: /m);
    expect(output).toContain('models/digits.tflite');
  });

  it('serves several targets and several networks', { timeout: 60_000 }, async () => {
    const dir = await consumer('cmake', {
      'CMakeLists.txt': `${CMAKE_LISTS}
add_executable(second main.c)
tflq_add_model(second models/digits.tflite DATA data/samples.npy CALIBRATION_SAMPLES 9)
tflq_add_model(app models/digits.tflite DATA data/samples.npy NAME other IO float32 CALIBRATION_SAMPLES 5)
`,
    });
    configure(dir);
    build(dir);
    expect(run(dir, 'second')).toBe(run(dir));
    const header = readFileSync(join(dir, 'build', 'tflq', 'other', 'tflq', 'other.h'), 'utf8');
    expect(header).toContain('float32');
  });

  it('makes sources for TFLM, and links what the user has of it', { timeout: 60_000 }, async () => {
    const text = `cmake_minimum_required(VERSION 3.16)
project(firmware C CXX)
add_library(my_tflm INTERFACE)
add_executable(app main.c)
include(tflq.cmake)
tflq_add_model(app models/digits.tflite DATA data/samples.npy RUNTIME tflm TFLM my_tflm)
`;
    const dir = await consumer('cmake', { 'CMakeLists.txt': text });
    expect(configure(dir)).toMatchObject({ status: 0 });
    expect(cmake(dir, '--build', 'build', '--target', 'tflq_digits_sources')).toMatchObject({ status: 0 });
    for (const file of ['digits.cc', 'digits_model.cc', 'digits.h'])
      expect(statSync(join(dir, 'build', 'tflq', 'digits', 'tflq', file)).size).toBeGreaterThan(0);
    writeFileSync(join(dir, 'CMakeLists.txt'), text.replace('TFLM my_tflm', ''));
    expect(configure(dir).output).toContain('say which target your TFLM is');
  });

  it.each([
    ['NAEM x', 'what is meant by NAEM;x'],
    ['DATA data/samples.npy NAME', 'what is meant by NAME'],
  ])('says what is wrong with %s', async (options, message) => {
    const text = `${CMAKE_LISTS}tflq_add_model(app models/digits.tflite ${options})\n`;
    const { status, output } = configure(await consumer('cmake', { 'CMakeLists.txt': text }));
    expect(status).toBe(1);
    expect(output.replaceAll(/\s+/g, ' ')).toContain(message);
  });

  it('refuses two networks of one name, and names that C cannot have', async () => {
    const twice = `${CMAKE_LISTS}tflq_add_model(app models/digits.tflite DATA data/samples.npy IO float32)\n`;
    const again = configure(await consumer('cmake', { 'CMakeLists.txt': twice }));
    expect(again.output.replaceAll(/\s+/g, ' ')).toContain('two networks have the same name');
    const number = `${CMAKE_LISTS}tflq_add_model(app models/2.tflite)\n`;
    expect(configure(await consumer('cmake', { 'CMakeLists.txt': number })).output).toContain(
      'Give one with NAME',
    );
  });

  it.skipIf(has('tflq-micro'))('says how to install the program', async () => {
    const dir = await consumer('cmake', { 'CMakeLists.txt': CMAKE_LISTS });
    const { status, output } = cmake(dir, '-B', 'build');
    expect(status).toBe(1);
    expect(output).toContain('npm install tflq-micro');
  });
});

/** What those functions of an SDK do that we call, and those that users call around us. */
const SDK = {
  'esp-idf': `
macro(idf_component_register)
  cmake_parse_arguments(_ "" "" "SRCS" \${ARGN})
  set(COMPONENT_LIB __idf_main)
  add_compile_options(-Wall -Wextra -Werror)
  add_library(__idf_main STATIC \${__SRCS})
endmacro()
function(idf_build_get_property variable property)
  set(\${variable} microbit PARENT_SCOPE)
endfunction()
idf_component_register(SRCS main.c)
include(tflq.cmake)
tflq_add_model(\${COMPONENT_LIB} models/digits.tflite DATA data/samples.npy)
add_executable(app nothing.c)
target_link_libraries(app PRIVATE __idf_main)
`,
  zephyr: `
add_library(app_library STATIC main.c)
add_compile_options(-Wall -Wextra -Werror)
include(tflq.cmake)
tflq_add_model(app_library models/digits.tflite DATA data/samples.npy)
add_executable(app nothing.c)
target_link_libraries(app PRIVATE app_library)
`,
} as const;

describe.skipIf(skipped !== '')(
  `tflq_add_model in an SDK's CMake, played by a few lines of ours${reason}`,
  () => {
    it.each(['esp-idf', 'zephyr'] as const)('%s', { timeout: 60_000 }, async (system) => {
      const dir = await consumer(system, {
        'CMakeLists.txt': `cmake_minimum_required(VERSION 3.16)\nproject(firmware C)\n${SDK[system]}`,
        'nothing.c': '/* main is in the library */\ntypedef int nothing;\n',
      });
      expect(configure(dir)).toMatchObject({ status: 0 });
      build(dir);
      const out = join(dir, 'build', 'tflq', 'digits');
      expect(run(dir)).toBe(await expected(join(out, 'model', 'digits.tflite')));
      const manifest = JSON.parse(readFileSync(join(out, 'tflq.json'), 'utf8'));
      expect(manifest.board.id).toBe(system === 'esp-idf' ? 'microbit' : 'generic');
      expect(build(dir)).not.toContain('tflq-micro');
    });
  },
);
