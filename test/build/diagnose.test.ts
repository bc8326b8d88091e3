import { describe, expect, it } from 'vitest';
import { findBoard } from '../../src/boards/index.ts';
import { diagnose } from '../../src/build/diagnose.ts';

const microbit = await findBoard('microbit');

describe('diagnose', () => {
  it('says by how much a firmware is too large', () => {
    const { message, hint, missingTool } = diagnose(
      [
        "arm-none-eabi/bin/ld: build/firmware.elf section `.text' will not fit in region `FLASH'",
        "arm-none-eabi/bin/ld: region `FLASH' overflowed by 1234 bytes",
        "arm-none-eabi/bin/ld: region `RAM' overflowed by 5 bytes",
        'collect2: error: ld returned 1 exit status',
      ].join('\n'),
      microbit,
    );
    expect(message).toBe(
      'the firmware does not fit microbit: it takes 1234 bytes too much flash (it has 262144) and 5 bytes too much RAM (it has 16384)',
    );
    expect(hint).toContain('smaller network');
    expect(missingTool).toBe(false);
  });

  it.each([
    "arm-none-eabi-gcc: fatal error: cannot read spec file 'nano.specs': No such file or directory",
    '/usr/bin/ld: cannot find -lc: No such file or directory',
    'tflq/kws.c:3:10: fatal error: stdint.h: No such file or directory',
  ])('knows a toolchain without its library: %s', (line) => {
    const { message, hint, missingTool } = diagnose(`${line}\nmake: *** [Makefile:3: x] Error 1\n`, microbit);
    expect(message).toContain('the C library for cortex-m0 is not installed');
    expect(hint).toContain(
      'apt-get install --no-install-recommends gcc-arm-none-eabi libnewlib-arm-none-eabi make',
    );
    expect(missingTool).toBe(true);
  });

  it('shows the first errors and leaves out notes and warnings', () => {
    const { message, hint } = diagnose(
      [
        'cc -c main.c',
        "main.c:3:1: warning: unused variable 'x'",
        'main.c:4:1: error: one',
        'main.c:4:1: note: here',
        ...[2, 3, 4, 5].map((n) => `main.c:${n}:1: error: more`),
        'make: *** [Makefile:34: build/obj/main.c.o] Error 1',
      ].join('\n'),
      microbit,
    );
    expect(message.split('\n')).toEqual([
      'the firmware does not build',
      '  main.c:4:1: error: one',
      '  main.c:2:1: error: more',
      '  main.c:3:1: error: more',
      '  main.c:4:1: error: more',
    ]);
    expect(hint).toBeUndefined();
  });

  it('shows the last lines of an output that it does not know', () => {
    expect(diagnose('one\n\ntwo\n', microbit).message).toBe('the firmware does not build\n  one\n  two');
  });
});
