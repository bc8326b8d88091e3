import { describe, expect, it } from 'vitest';
import { loadBoards } from '../../src/boards/index.ts';
import { isChip, pagesOf, STM32_CHIPS } from '../../src/flash/stm32/chips.ts';

const boards = (await loadBoards()).filter(
  ({ flash }) => flash.method === 'stm32-uart' || flash.methods?.includes('stm32-uart'),
);

describe('the table of chips', () => {
  it.each(boards)('knows the chip of $id', ({ flash }) => {
    const fits = [...STM32_CHIPS.keys()].filter((id) => isChip(id, flash.chip!));
    expect(fits).toHaveLength(1);
  });

  it.each([
    [0x470, 'STM32L4R5ZI', true],
    [0x415, 'STM32L4R5ZI', false],
    [0x410, 'STM32F103RB', true],
    [0x414, 'STM32F103RB', false],
    [0x421, 'stm32f446re', true],
    [0x999, 'STM32F446RE', false],
    [0x999, 'STM32Z999', true],
  ])('knows whether 0x%s may be an %s', (id, name, expected) => {
    expect(isChip(id, name)).toBe(expected);
  });
});

describe('pagesOf', () => {
  const layout = (id: number) => STM32_CHIPS.get(id)!.layout;
  const numbers = (id: number, starts: number[]) =>
    pagesOf(layout(id), starts, 256)?.map(({ number }) => number);

  // RM0390, table 4: sectors 0-3 of 16 KB, 4 of 64 KB, 5-7 of 128 KB.
  it.each([
    [0, 0],
    [0x3fff - 255, 0],
    [0x4000, 1],
    [0x10000, 4],
    [0x20000, 5],
    [0x60000, 7],
  ])('finds the sector of an STM32F446 at %i', (offset, sector) => {
    expect(numbers(0x421, [offset])).toEqual([sector]);
  });

  it('counts each page once, in order', () => {
    expect(numbers(0x415, [0x1000, 0, 0x100, 0x1800, 0x1700])).toEqual([0, 2, 3]);
  });

  it('knows nothing of what lies beyond', () => {
    expect(numbers(0x421, [0x80000])).toBeUndefined();
    expect(numbers(0x421, [-256])).toBeUndefined();
    expect(numbers(0x470, [0])).toBeUndefined();
  });
});
