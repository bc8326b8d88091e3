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

  it.each([
    ["region `iram0_0_seg' overflowed by 12 bytes", '12 bytes too much RAM (it has 16384)'],
    ["region `drom0_0_seg' overflowed by 1 byte", '1 byte too much flash (it has 262144)'],
    ["region `DTCMRAM' overflowed by 40 bytes", '40 bytes too much RAM (it has 16384)'],
    ["region `ETB' overflowed by 8 bytes", '8 bytes too much of the region ETB'],
  ])('knows the memory regions of linker scripts of others: %s', (line, words) => {
    const { message } = diagnose(`ld: ${line}\n`, microbit);
    expect(message).toBe(`the firmware does not fit microbit: it takes ${words}`);
  });

  // What the programs really say: dash, bash, GNU make 4.3 and 4.4, gcc 12, Ninja.
  it.each([
    ['/bin/sh: 1: arm-none-eabi-gcc: not found', 'tool', 'program arm-none-eabi-gcc is not installed'],
    ['make: arm-none-eabi-g++: No such file or directory', 'tool', 'program arm-none-eabi-g++ is not'],
    ['bash: line 1: xtensa-esp32-elf-gcc: command not found', 'tool', 'program xtensa-esp32-elf-gcc is not'],
    [
      'main.c:3:10: fatal error: esp_timer.h: No such file or directory',
      'tool',
      "ESP-IDF's header esp_timer.h",
    ],
    [
      'main.c:3:10: fatal error: freertos/FreeRTOS.h: No such file or directory',
      'tool',
      'freertos/FreeRTOS.h',
    ],
    [
      'port.c:1:10: fatal error: zephyr/kernel.h: No such file or directory',
      'tool',
      "Zephyr's header zephyr/kernel.h",
    ],
    [
      'port.c:1:10: fatal error: pico/stdlib.h: No such file or directory',
      'tool',
      "Pico SDK's header pico/stdlib.h",
    ],
    [
      'tflq/kws.cc:12:10: fatal error: tensorflow/lite/micro/micro_interpreter.h: No such file or directory',
      'tool',
      "TensorFlow Lite Micro's header tensorflow/lite/micro/micro_interpreter.h",
    ],
    [
      'cc1: fatal error: error writing to /tmp/ccZ.s: No space left on device',
      'source',
      'no more room on the disk',
    ],
    ['/usr/bin/ld: final close failed: No space left on device', 'source', 'no more room on the disk'],
    [
      'g++: fatal error: Killed signal terminated program cc1plus',
      'source',
      'the compiler ran out of memory',
    ],
    ['cc1plus: out of memory allocating 65536 bytes', 'source', 'the compiler ran out of memory'],
  ])('turns into advice: %s', (line, kind, words) => {
    const { message, hint, missingTool } = diagnose(
      `cc -c main.c\n${line}\nmake: *** [x] Error 1\n`,
      microbit,
    );
    expect(message).toContain(words);
    expect(hint).toBeDefined();
    expect(missingTool).toBe(kind === 'tool');
  });

  it('takes a header of the user for what it is', () => {
    const line = 'main.c:3:10: fatal error: my_esp_driver.h: No such file or directory';
    expect(diagnose(line, microbit).message).toBe(`the firmware does not build\n  ${line}`);
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
