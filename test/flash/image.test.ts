import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { findProgram } from '../../src/common/programs.ts';
import { elfImage, type FlashImage, imageBlocks, loadImage, requireInFlash } from '../../src/flash/image.ts';
import { rejected, thrown } from '../support/errors.ts';
import { elfFile } from './support/elf-file.ts';
import { noise } from './support/stm32.ts';

const hasGcc = (await findProgram('arm-none-eabi-gcc')) !== undefined;

const plain = (image: FlashImage) => image.map(({ address, data }) => [address, [...data]]);

const SCRIPT = `
MEMORY { FLASH (rx) : ORIGIN = 0x00027000, LENGTH = 64K
         RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 16K }
SECTIONS {
  .text : { *(.text*) *(.rodata*) } > FLASH
  .data : { *(.data*) } > RAM AT > FLASH
  .bss (NOLOAD) : { *(.bss*) } > RAM
}`;

describe('elfImage', () => {
  it('takes segments at their physical addresses, in order', () => {
    const image = elfImage(
      elfFile([
        { physical: 0x08000100, virtual: 0x20000000, data: Uint8Array.of(5, 6) },
        { physical: 0x08000000, data: Uint8Array.of(1, 2, 3) },
        { physical: 0x20000100, data: new Uint8Array() },
      ]),
      'a.elf',
    );
    expect(plain(image)).toEqual([
      [0x08000000, [1, 2, 3]],
      [0x08000100, [5, 6]],
    ]);
  });

  it("leaves out the file's own headers in the first segment", () => {
    const file = elfFile([{ physical: 0x27000, data: Uint8Array.of(7, 8) }], true);
    expect(plain(elfImage(file, 'a.elf'))).toEqual([[0x27000, [7, 8]]]);
  });

  it('takes segments whole where there are no sections', () => {
    const file = elfFile([{ physical: 0x100, data: Uint8Array.of(7, 8) }]);
    file.writeUInt16LE(0, 0x30);
    expect(plain(elfImage(file, 'a.elf'))).toEqual([[0x100, [7, 8]]]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'the image is not an ELF file, or is damaged'],
    ['text', Buffer.from('#include <stdio.h>'), 'the image is not an ELF file, or is damaged'],
    ['no segments', elfFile([]), 'the image holds nothing to load'],
    [
      'overlapping segments',
      elfFile([
        { physical: 0x100, data: new Uint8Array(5) },
        { physical: 0x104, data: new Uint8Array(5) },
      ]),
      'two parts of the image lie at 0x00000104',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(thrown('build', () => elfImage(bytes, 'a.elf')).message).toBe(message);
  });

  it('survives damage', () => {
    const whole = elfFile([{ physical: 0x08000000, data: noise(50) }]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        try {
          elfImage(bytes.subarray(0, length), 'a.elf');
        } catch (error) {
          if (!(error instanceof TflqError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it.skipIf(!hasGcc)(
    `is what objcopy makes${hasGcc ? '' : ' (arm-none-eabi-gcc is not installed)'}`,
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'tflq-image-'));
      const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: dir });
      await writeFile(
        join(dir, 'a.c'),
        'const int c[99] = {1}; int v[50] = {2}; int z[9]; int f(void) { return 3; }',
      );
      await writeFile(join(dir, 'a.ld'), SCRIPT);
      run('arm-none-eabi-gcc', '-mcpu=cortex-m4', '-mthumb', '-nostdlib', '-T', 'a.ld', 'a.c', '-o', 'a.elf');
      run('arm-none-eabi-objcopy', '-O', 'binary', 'a.elf', 'a.bin');
      const [expected, image] = [await readFile(join(dir, 'a.bin')), await loadImage(join(dir, 'a.elf'))];
      const bytes = Buffer.alloc(expected.length);
      for (const { address, data } of image) bytes.set(data, address - 0x27000);
      expect(Buffer.compare(bytes, expected)).toBe(0);
      await rm(dir, { recursive: true });
    },
  );
});

describe('loadImage', () => {
  it('says that the file cannot be read', async () => {
    const error = await rejected('build', loadImage('/nowhere/a.elf'));
    expect(error.message).toBe('the image cannot be read');
  });
});

describe('requireInFlash', () => {
  const region = { origin: 0x08000000, size: 0x1000 };
  const at = (address: number): FlashImage => [{ address, data: new Uint8Array(16) }];

  it.each([0x08000000, 0x08000ff0])('lets 0x%s pass', (address) => {
    requireInFlash(at(address), region, 'a.elf');
  });

  it.each([0x07fffff8, 0x08000ff1, 0x20000000])('refuses what lies at %s', (address) => {
    const error = thrown('build', () => requireInFlash(at(address), region, 'a.elf'));
    expect(error.message).toContain('not in the flash (0x08000000 to 0x08000fff)');
  });
});

describe('imageBlocks', () => {
  it('holds each byte once, at its address, and fills the gaps', () => {
    const piece = fc.record({ gap: fc.nat(700), bytes: fc.integer({ min: 1, max: 900 }) });
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(128, 256, 4096),
        (parts, size) => {
          const expected = new Map<number, number>();
          let address = 0x08000000;
          const pieces = parts.map(({ gap, bytes }) => {
            address += gap;
            const data = noise(bytes, gap + 1);
            for (const [index, byte] of data.entries()) expected.set(address + index, byte);
            address += bytes;
            return { address: address - bytes, data };
          });
          const blocks = imageBlocks(pieces as unknown as FlashImage, size);
          expect(new Set(blocks.map((block) => block.address)).size).toBe(blocks.length);
          for (const block of blocks) {
            expect(block.address % size).toBe(0);
            expect(block.data.length).toBe(size);
            for (const [index, byte] of block.data.entries()) {
              if (byte !== (expected.get(block.address + index) ?? 0xff)) throw new Error('a byte is wrong');
              expected.delete(block.address + index);
            }
          }
          expect(expected.size).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
