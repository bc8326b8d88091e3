/** The firmware's side by itself, with sanitizers: it trusts no request. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FrameDecoder } from '../../src/link/decoder.ts';
import { encodeFrame, type Frame } from '../../src/link/frame.ts';
import { openTransport } from '../../src/link/index.ts';
import type { Transport } from '../../src/link/transport.ts';
import { FAKE_SIZE, FAKE_TAIL, fakeManifest, flashFake, hasCompiler } from '../support/fake-firmware.ts';

const INPUT_BYTES = FAKE_SIZE + FAKE_TAIL;
const OUTPUT_BYTES = FAKE_SIZE + 4 + FAKE_TAIL;

const u16 = (value: number): number[] => [value & 255, value >> 8];
const u32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);

/** Requests that are whole frames, but mostly nonsense; lengths and numbers that are nearly right among them. */
const request = fc.record({
  version: fc.constantFrom(1, 1, 1, 1, 0, 2, 255),
  type: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.nat(255)),
  sequence: fc.nat(65535),
  payload: fc
    .tuple(
      fc.array(fc.oneof(fc.nat(6), fc.constantFrom(INPUT_BYTES, OUTPUT_BYTES, 100, 0xffffffff, 0x80000000)), {
        maxLength: 3,
      }),
      fc.uint8Array({ maxLength: 114 }),
    )
    .map(([numbers, rest]) => Uint8Array.from([...numbers.flatMap(u32), ...rest])),
});

describe.skipIf(!hasCompiler)(`the harness${hasCompiler ? '' : ' (skipped: no C compiler)'}`, () => {
  const dir = mkdtempSync(join(tmpdir(), 'tflq-test-'));
  let line: Transport;
  let replies: Frame[];
  let arrived: () => void;
  let died: string | undefined;

  beforeAll(() => {
    flashFake(dir, { flags: ['-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'] });
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  beforeEach(async () => {
    replies = [];
    died = undefined;
    line = await openTransport(dir, await fakeManifest());
    const decoder = new FrameDecoder({
      frame: (frame) => {
        replies.push(frame);
        arrived();
      },
      text: (text) => expect.fail(`text: ${text}`),
      damage: () => expect.fail('damaged'),
    });
    line.listen({
      data: (bytes) => decoder.push(bytes),
      closed: (reason) => {
        died = `${reason.message}: ${reason.hint}`;
        arrived();
      },
    });
  });
  afterEach(() => line.close());

  async function ask(frame: Frame): Promise<Frame> {
    const before = replies.length;
    const answered = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await line.write(encodeFrame(frame));
    await answered;
    expect(died).toBeUndefined();
    expect(replies).toHaveLength(before + 1);
    return replies.at(-1)!;
  }

  async function reply(
    type: number,
    payload: number[],
    version = 1,
  ): Promise<[type: number, payload: number[]]> {
    const frame = await ask({ version, type, sequence: 77, payload: Uint8Array.from(payload) });
    expect(frame.version).toBe(1);
    expect(frame.sequence).toBe(77);
    return [frame.type, [...frame.payload]];
  }

  const error = (code: number, value: number): [number, number[]] => [0xff, [code, ...u32(value)]];

  it('answers errors with their code', async () => {
    expect(await reply(1, [], 2)).toEqual(error(1, 1));
    expect(await reply(0, [])).toEqual(error(2, 0));
    expect(await reply(9, [])).toEqual(error(2, 9));
    expect(await reply(0x84, [])).toEqual(error(2, 0x84));
    expect(await reply(1, [0])).toEqual(error(3, 1));
    expect(await reply(3, [0, 0, 0])).toEqual(error(3, 3));
    expect(await reply(4, u32(1))).toEqual(error(3, 4));
    expect(await reply(2, u16(5))).toEqual(error(4, 4));
    expect(await reply(3, [...u32(INPUT_BYTES), 1])).toEqual(error(4, INPUT_BYTES));
    expect(await reply(3, [...u32(0xffffffff), 1, 2])).toEqual(error(4, INPUT_BYTES));
    expect(await reply(5, [...u32(OUTPUT_BYTES - 3), ...u16(4)])).toEqual(error(4, OUTPUT_BYTES));
    expect(await reply(5, [...u32(0), ...u16(129)])).toEqual(error(4, OUTPUT_BYTES));
    expect(await reply(6, [...u32(1), ...u32(4), ...u32(0)])).toEqual(error(4, 3));
    expect(await reply(5, [...u32(0), ...u16(4)])).toEqual(error(5, 0));
    expect(await reply(4, [...u32(1), ...u32(0)])).toEqual(error(5, 0));
  });

  it('leaves no gaps between chunks, takes them twice, and says how far they go', async () => {
    expect(await reply(3, [...u32(1), 9])).toEqual(error(5, 0));
    expect(await reply(3, [...u32(0), 1, 2, 3])).toEqual([0x83, []]);
    expect(await reply(3, [...u32(0), 1, 2, 3])).toEqual([0x83, []]);
    expect(await reply(3, [...u32(4), 9])).toEqual(error(5, 3));
    expect(await reply(4, [...u32(1), ...u32(3), 4])).toEqual(error(5, 4));
  });

  async function writeAll(): Promise<void> {
    for (let at = 0; at < INPUT_BYTES; at += 100)
      await reply(3, [...u32(at), ...new Array(Math.min(100, INPUT_BYTES - at)).fill(1)]);
  }
  const invoke = (run: number): Promise<[number, number[]]> => reply(4, [...u32(run), ...u32(INPUT_BYTES)]);

  it('answers a run that it knows from memory', async () => {
    await writeAll();
    const first = await invoke(5);
    expect(first[0]).toBe(0x84);
    expect(first[1].slice(8)).toEqual(new Array(120).fill(255));
    expect(await invoke(5)).toEqual(first);
    // Also when the bytes come along again.
    expect(await reply(4, [...u32(5), ...u32(0), 3, 3, 3])).toEqual(first);
    expect(await reply(5, [...u32(FAKE_SIZE), ...u16(4)])).toEqual([0x85, u32(1)]);
    // Another number is another run, and needs its inputs.
    expect(await invoke(6)).toEqual(error(5, 0));
    expect(await reply(6, [...u32(5), ...u32(0), ...u32(0)])).toEqual(error(5, 0));
  });

  it('does not hand out outputs that new inputs may have overwritten', async () => {
    await writeAll();
    await invoke(5);
    await reply(3, [...u32(0), 8]);
    expect(await reply(5, [...u32(0), ...u16(4)])).toEqual(error(5, 1));
    expect(await invoke(5)).toEqual(error(5, 1));
  });

  it('begins anew with HELLO', async () => {
    await writeAll();
    await reply(1, []);
    expect(await invoke(5)).toEqual(error(5, 0));
    await writeAll();
    await invoke(5);
    await reply(1, []);
    expect(await invoke(5)).toEqual(error(5, 0));
  });

  it('answers whatever comes, and stays within its memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 40 }), async (requests) => {
        for (const sent of requests) {
          const got = await ask(sent);
          expect(got.sequence).toBe(sent.sequence);
          expect(got.payload.length).toBeLessThanOrEqual(128);
        }
      }),
      { numRuns: 40 },
    );
    expect((await reply(1, []))[0]).toBe(0x81);
  });
});
