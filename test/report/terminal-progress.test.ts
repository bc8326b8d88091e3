import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silent } from '../../src/common/progress.ts';
import { terminalProgress } from '../../src/report/index.ts';
import { textWidth } from '../../src/report/text-width.ts';

const CLEAR = '\r\x1b[2K';

describe('progress on a terminal', () => {
  let written: string[];
  const stream = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
  beforeEach(() => {
    written = [];
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says nothing where there is no terminal', () => {
    expect(terminalProgress({ isTTY: false, write: () => expect.fail('written') })).toBe(silent);
    expect(terminalProgress({ write: () => expect.fail('written') })).toBe(silent);
  });

  it('says nothing of short steps', () => {
    const progress = terminalProgress(stream);
    progress.start('quick', 10);
    for (let i = 1; i <= 9; i++) {
      vi.advanceTimersByTime(100);
      progress.update(i);
    }
    progress.finish();
    expect(written).toEqual([]);
  });

  it('shows a bar, and takes it away', () => {
    const progress = terminalProgress(stream);
    progress.start('running kws', 2000);
    vi.advanceTimersByTime(1000);
    written = [];
    vi.advanceTimersByTime(99);
    progress.update(500);
    vi.advanceTimersByTime(1);
    vi.advanceTimersByTime(900);
    expect(written.at(-1)).toBe(`${CLEAR}running kws  ██████··················  500 of 2,000  6 s left`);
    progress.finish();
    expect(written.at(-1)).toBe(CLEAR);
    const before = written.length;
    progress.finish();
    progress.update(600);
    vi.advanceTimersByTime(5000);
    expect(written).toHaveLength(before);
  });

  it('is redrawn at most ten times a second', () => {
    const progress = terminalProgress(stream);
    progress.start('feeding', 100_000);
    for (let i = 0; i < 3000; i++) {
      vi.advanceTimersByTime(1);
      progress.update(i);
    }
    progress.finish();
    expect(written.length).toBeGreaterThan(10);
    expect(written.length).toBeLessThanOrEqual(22);
  });

  it('shows steps of unknown length, one after the other', () => {
    const progress = terminalProgress(stream);
    progress.start('building');
    vi.advanceTimersByTime(75_000);
    expect(written.at(-1)).toBe(`${CLEAR}building … 1:15 min`);
    progress.start('flashing');
    expect(written.at(-1)).toBe(CLEAR);
    vi.advanceTimersByTime(2000);
    expect(written.at(-1)).toBe(`${CLEAR}flashing … 2 s`);
    progress.finish();
  });

  it('stays in its line, whatever the label', () => {
    const progress = terminalProgress({ ...stream, columns: 30 });
    progress.start(`bad\n\x1b[2J${'x'.repeat(100)}`, 10);
    vi.advanceTimersByTime(3000);
    const line = written.at(-1)!.slice(CLEAR.length);
    expect(line).toMatch(/^bad��\[2Jx+…$/);
    expect(textWidth(line)).toBe(29);
    progress.finish();
  });
});
