/** Reading along what a board prints. */
import { describe, expect, it } from 'vitest';
import { TflqError } from '../../src/common/errors.ts';
import { encodeFrame } from '../../src/link/frame.ts';
import { monitorLine } from '../../src/link/monitor.ts';
import type { Transport, TransportListener } from '../../src/link/transport.ts';
import { rejected } from '../support/errors.ts';

/** A line that the test speaks on, and what was read along. */
function listen() {
  let listener: TransportListener | undefined;
  const line: Transport = {
    name: 'test',
    listen(given) {
      listener = given;
    },
    write: () => Promise.reject(new Error('a monitor says nothing')),
    close: async () => {},
  };
  const controller = new AbortController();
  const lines: string[] = [];
  const noises: number[] = [];
  const told = { text: (text: string) => lines.push(text), noise: () => noises.push(lines.length) };
  const done = monitorLine(line, told, controller.signal);
  const say = (data: string | Uint8Array): void => listener!.data(Buffer.from(data));
  return { lines, noises, done, say, listener: listener!, stop: () => controller.abort() };
}

describe('a monitor', () => {
  it('shows lines as soon as they end, without colours', async () => {
    const { lines, say, done, stop } = listen();
    say('\x1b[32mboot');
    expect(lines).toEqual([]);
    say('ing\x1b[0m\r\nready\r\nhalf ');
    expect(lines).toEqual(['booting', 'ready']);
    say('a line\n');
    expect(lines).toEqual(['booting', 'ready', 'half a line']);
    stop();
    await done;
  });

  it('shows a line that does not end when nothing follows', async () => {
    const { lines, say, done, stop } = listen();
    say('name? ');
    await expect.poll(() => lines).toEqual(['name?']);
    stop();
    await done;
  });

  it('leaves frames out', async () => {
    const { lines, noises, say, done, stop } = listen();
    const frame = encodeFrame({ version: 1, type: 1, sequence: 7, payload: new Uint8Array(40) });
    say(Buffer.concat([Buffer.from('before\n'), frame, Buffer.from('after\n')]));
    expect(lines).toEqual(['before', 'after']);
    expect(noises).toEqual([]);
    stop();
    await done;
  });

  it('tells of noise, and goes on after it', async () => {
    const { lines, noises, say, done, stop } = listen();
    say(Uint8Array.from({ length: 50 }, (_, i) => 0x80 + i));
    await expect.poll(() => noises).toEqual([0]);
    say('text\n');
    expect(lines).toEqual(['text']);
    say(Uint8Array.of(0x81, 0x92, 0xe3, 0));
    expect(noises).toEqual([0, 1]);
    stop();
    await done;
  });

  it('ends with what was said last where the line goes away, and at once where it is told to', async () => {
    const { lines, say, done, listener } = listen();
    say('the core faulted');
    listener.closed(new TflqError('link', 'the port went away'));
    expect((await rejected('link', done)).message).toBe('the port went away');
    expect(lines).toEqual(['the core faulted']);

    const stopped = listen();
    stopped.stop();
    await stopped.done;
  });
});
